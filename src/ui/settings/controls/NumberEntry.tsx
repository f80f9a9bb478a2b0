import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSetting } from '../../kit/format';
import { parseNumber } from '../validate';
import styles from './TextsControl.module.css';

/** A number in a row of a list; what it cannot be stays visible and is not taken. */
export function NumberEntry(props: {
  /** As it stands beside the entry, and with its row. */
  name: string;
  label: string;
  value: number;
  isValid: (value: number) => boolean;
  onChange: (value: number) => void;
}) {
  const { name, label, value, isValid, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  /** What is being typed; null while the entry shows the value itself. */
  const [typed, setTyped] = useState<string | null>(null);
  const number = parseNumber(typed ?? '');
  const isWrong = typed !== null && !isValid(number);
  const enter = (text: string): void => {
    setTyped(text);
    const entered = parseNumber(text);
    if (isValid(entered)) onChange(entered);
  };
  return (
    <label className={styles.entry} data-invalid={isWrong || undefined}>
      <span>{name}</span>
      <input
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? id : undefined}
        value={typed ?? formatSetting(value)}
        onChange={(event) => enter(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      {isWrong && (
        <small id={id} role="alert">
          {t('texts.wrong', { value: formatSetting(value) })}
        </small>
      )}
    </label>
  );
}
