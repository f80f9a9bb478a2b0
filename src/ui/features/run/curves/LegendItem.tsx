import { useTranslation } from 'react-i18next';
import styles from './LossChart.module.css';

/** A curve's name, color and value; a press hides the curve and brings it back. */
export function LegendItem(props: {
  name: string;
  label: string;
  value: string;
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
  look?: string | undefined;
  color?: string;
}) {
  const { name, label, value, hidden, onToggle, look = '', color } = props;
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.item}
      aria-pressed={!hidden.has(name)}
      title={t('curves.show', { name: label })}
      data-testid={`curve-${name}`}
      onClick={() => onToggle(name)}
    >
      <i className={look} style={color === undefined ? undefined : { borderColor: color }} />
      {label}
      {value !== '' && <b>{value}</b>}
    </button>
  );
}
