import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './distil.module.css';

type FieldId =
  | 'temperature'
  | 'alpha'
  | 'seeds'
  | 'tokens'
  | 'steps'
  | 'rate'
  | 'form'
  | 'source'
  | 'initial'
  | 'top_k'
  | 'hidden'
  | 'attention';

function Field({ id, children }: { id: FieldId; children: (place: string) => ReactNode }) {
  const { t } = useTranslation();
  const place = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={place}>{t(`distil.field.${id}`)}</label>
      {children(place)}
      <small id={`${place}-help`}>{t(`distil.help.${id}`)}</small>
    </div>
  );
}

/** What is typed outside of its range is brought back into it on leaving. */
export function Count(props: {
  id: FieldId;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  const { id, value, min, max, step = 1, onChange } = props;
  const settle = (input: HTMLInputElement): void => {
    const typed = input.valueAsNumber;
    const inside = Math.min(max, Math.max(min, step === 1 ? Math.round(typed) : typed));
    if (Number.isNaN(typed)) input.value = String(value);
    else if (inside === value) input.value = String(value);
    else onChange(inside);
  };
  return (
    <Field id={id}>
      {(place) => (
        <input
          id={place}
          type="number"
          key={value}
          defaultValue={value}
          min={min}
          max={max}
          step={step}
          aria-describedby={`${place}-help`}
          onBlur={(event) => settle(event.target)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle(event.currentTarget);
          }}
        />
      )}
    </Field>
  );
}

export function Choice<
  Value extends 'kl' | 'plain' | 'text' | 'generated' | 'random' | 'teacher_layers',
>(props: {
  id: FieldId;
  value: Value;
  options: readonly Value[];
  onChange: (value: Value) => void;
}) {
  const { id, value, options, onChange } = props;
  const { t } = useTranslation();
  return (
    <Field id={id}>
      {(place) => (
        <select
          id={place}
          value={value}
          aria-describedby={`${place}-help`}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {t(`distil.choice.${option}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
