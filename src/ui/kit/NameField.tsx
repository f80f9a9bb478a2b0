import styles from './NameField.module.css';

/** A name that is changed where it stands; an empty one is not taken. */
export function NameField(props: {
  label: string;
  name: string;
  onChange: (name: string) => void;
}) {
  const { label, name, onChange } = props;
  const settle = (input: HTMLInputElement): void => {
    const wanted = input.value.trim();
    if (wanted === '' || wanted === name) input.value = name;
    else onChange(wanted);
  };
  return (
    <input
      key={name}
      className={styles.name}
      defaultValue={name}
      maxLength={120}
      aria-label={label}
      onBlur={(event) => settle(event.target)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
