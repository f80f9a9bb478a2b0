import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { enTune } from '../i18n/tune/en';
import styles from './tune.module.css';

type FieldId = keyof typeof enTune.field;

/** A label, its control, and a sentence on what is chosen. */
function Field(props: {
  id: FieldId;
  help?: string;
  children: (place: string, helpPlace: string | undefined) => ReactNode;
}) {
  const { t } = useTranslation();
  const place = useId();
  const helpPlace = props.help === undefined ? undefined : `${place}-help`;
  return (
    <div className={styles.field}>
      <label htmlFor={place}>{t(`tune.field.${props.id}`)}</label>
      {props.children(place, helpPlace)}
      {props.help !== undefined && <small id={helpPlace}>{props.help}</small>}
    </div>
  );
}

export function Choice<Value extends string>(props: {
  id: FieldId;
  value: Value;
  options: readonly { readonly value: Value; readonly name: string }[];
  help?: string;
  onChange: (value: Value) => void;
}) {
  const { id, value, options, help, onChange } = props;
  return (
    <Field id={id} {...(help !== undefined && { help })}>
      {(place, helpPlace) => (
        <select
          id={place}
          data-testid={`tune-${id}`}
          value={value}
          aria-describedby={helpPlace}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A number within its range; anything else stays as it was. */
export function Count(props: {
  id: FieldId;
  value: number;
  min: number;
  max: number;
  step?: number | 'any';
  onChange: (value: number) => void;
}) {
  const { id, value, min, max, step = 1, onChange } = props;
  const take = (text: string): void => {
    const typed = Number(text);
    if (text.trim() === '' || !Number.isFinite(typed)) return;
    const within = Math.min(max, Math.max(min, typed));
    onChange(step === 1 ? Math.round(within) : within);
  };
  return (
    <Field id={id}>
      {(place) => (
        <input
          key={value}
          id={place}
          type="number"
          data-testid={`tune-${id}`}
          defaultValue={value}
          {...{ min, max, step }}
          onBlur={(event) => {
            take(event.target.value);
            event.target.value = String(value);
          }}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      )}
    </Field>
  );
}
