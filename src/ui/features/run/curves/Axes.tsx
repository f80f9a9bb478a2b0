import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useTranslation } from 'react-i18next';
import styles from './LossChart.module.css';

/** Log or linear, for each axis. */
export function Axes(props: {
  logX: boolean;
  logY: boolean;
  setLogX: (isLog: boolean) => void;
  setLogY: (isLog: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.axes}>
      <ToggleButton
        className={styles.toggle}
        isSelected={props.logX}
        onChange={props.setLogX}
        aria-label={t('chart.toggleX')}
      >
        {t('chart.logX')}
      </ToggleButton>
      <ToggleButton
        className={styles.toggle}
        isSelected={props.logY}
        onChange={props.setLogY}
        aria-label={t('chart.toggleY')}
      >
        {t('chart.logY')}
      </ToggleButton>
    </div>
  );
}
