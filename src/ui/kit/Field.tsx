import { useId, type ReactNode } from 'react';
import styles from './Field.module.css';

interface Named {
  readonly label: string;
  /** One sentence on what is chosen. */
  readonly help?: string | undefined;
  readonly testId?: string | undefined;
}

/** Fields side by side, as many as fit. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>;
}

/** A label, its control, and a sentence on what is chosen. */
export function Field(
  props: Named & { children: (id: string, helpId: string | undefined) => ReactNode },
) {
  const id = useId();
  const helpId = props.help === undefined ? undefined : `${id}-help`;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id, helpId)}
      {props.help !== undefined && <small id={helpId}>{props.help}</small>}
    </div>
  );
}

interface Choice<Value extends string> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly onChange: (value: Value) => void;
}

/** A native list: it works with every keyboard, every screen reader and every phone. */
export function Select<Value extends string>(
  props: Choice<Value> & {
    id?: string;
    label?: string;
    describedBy?: string | undefined;
    className?: string;
    testId?: string | undefined;
    isDisabled?: boolean;
  },
) {
  const { id, label, value, options, describedBy, className, testId, onChange } = props;
  return (
    <select
      {...{ id, value, className }}
      disabled={props.isDisabled}
      aria-label={label}
      aria-describedby={describedBy}
      data-testid={testId}
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  );
}

export function SelectField<Value extends string>(props: Named & Choice<Value>) {
  const { label, help, ...choice } = props;
  return (
    <Field label={label} help={help}>
      {(id, describedBy) => <Select {...choice} {...{ id, describedBy }} />}
    </Field>
  );
}

/** What is typed outside of its range is brought back into it on leaving; what is no number is dropped. */
export function NumberField(
  props: Named & {
    unit?: string;
    value: number;
    min: number;
    max: number;
    /** Whole numbers where left out. */
    step?: number | 'any';
    onChange: (value: number) => void;
  },
) {
  const { unit, value, min, max, step = 1, testId, onChange, ...named } = props;
  const settle = (input: HTMLInputElement): void => {
    const typed = input.valueAsNumber;
    const within = Math.min(max, Math.max(min, step === 1 ? Math.round(typed) : typed));
    // The field is made anew for another value; the same one has to be shown again.
    if (Number.isNaN(typed) || within === value) input.value = String(value);
    else onChange(within);
  };
  return (
    <Field {...named}>
      {(id, helpId) => (
        <span className={styles.number}>
          <input
            key={value}
            id={id}
            type="number"
            data-testid={testId}
            defaultValue={value}
            {...{ min, max, step }}
            aria-describedby={helpId}
            onBlur={(event) => settle(event.target)}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
          {unit}
        </span>
      )}
    </Field>
  );
}

/** A label and its list on one line. */
export function InlineSelect<Value extends string>(
  props: Choice<Value> & { label: string; testId?: string; isDisabled?: boolean },
) {
  const { label, ...choice } = props;
  return (
    <label>
      {label}
      <Select {...choice} />
    </label>
  );
}
