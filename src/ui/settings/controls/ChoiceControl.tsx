import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../../stores/context';
import type { ControlProps } from './controlProps';
import styles from './SettingField.module.css';
import type { ChoiceSetting, ChoiceValue } from '../settings';

/** A native list: it works with every keyboard, every screen reader and every phone. */
export function ChoiceControl(props: ControlProps<ChoiceSetting>) {
  const { setting, experimentId, label, value, describedBy } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const among = useBenchStore('drafts', (state) => {
    const config = state.drafts[experimentId]?.config;
    return config && setting.among ? setting.among(config).join() : '';
  });
  // Compared as text: the list is made anew each time.
  const choices = among === '' ? setting.choices : (among.split(',') as ChoiceValue[]);
  return (
    <div className={styles.head}>
      <label htmlFor={`setting-${setting.id}`}>{label}</label>
      <select
        id={`setting-${setting.id}`}
        className={styles.select}
        value={String(value)}
        aria-describedby={describedBy}
        onChange={(event) => bench.drafts.getState().set(experimentId, setting, event.target.value)}
      >
        {choices.map((choice: ChoiceValue) => (
          <option key={choice} value={choice}>
            {t(`settings.choice.${choice}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
