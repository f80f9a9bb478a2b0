import styles from './BlocksControl.module.css';
import fieldStyles from './SettingField.module.css';

/** A narrow native list inside a setting of several parts. */
export function SmallChoice(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <select
      className={`${fieldStyles.select} ${styles.select}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** Numbers to choose among; the present one is always there. */
export const numberOptions = (
  among: readonly number[],
  value: number,
  words: (number: number) => string = String,
): [string, string][] =>
  [...new Set([...among, value])]
    .toSorted((a, b) => a - b)
    .map((number) => [String(number), words(number)]);
