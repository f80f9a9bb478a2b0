import { Select } from '../../kit/Field';
import styles from './BlocksControl.module.css';
import fieldStyles from './SettingField.module.css';

/** A narrow list inside a setting of several parts. */
export function SmallChoice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly name: string }[];
  onChange: (value: Value) => void;
}) {
  return <Select {...props} className={`${fieldStyles.select} ${styles.select}`} />;
}

/** Numbers to choose among; the present one is always there. */
export function NumberChoice(props: {
  label: string;
  value: number;
  among: readonly number[];
  words?: (number: number) => string;
  onChange: (value: number) => void;
}) {
  const { label, value, among, words = String, onChange } = props;
  const numbers = [...new Set([...among, value])].toSorted((a, b) => a - b);
  return (
    <SmallChoice
      label={label}
      value={String(value)}
      options={numbers.map((number) => ({ value: String(number), name: words(number) }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}
