import styles from './Data.module.css';
import { Labelled } from './ReadingControls';

/** A number with its unit; what is typed outside of its range is brought back into it on leaving. */
export function NumberField(props: {
  label: string;
  unit?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  const { label, unit, value, min, max, step = 1, onChange } = props;
  return (
    <Labelled label={label}>
      {(id) => (
        <span className={styles.number}>
          <input
            id={id}
            type="number"
            key={value}
            defaultValue={value}
            min={min}
            max={max}
            step={step}
            onBlur={(event) => {
              const typed = event.target.valueAsNumber;
              if (Number.isNaN(typed)) event.target.value = String(value);
              else if (typed !== value) onChange(Math.min(max, Math.max(min, typed)));
            }}
          />
          {unit}
        </span>
      )}
    </Labelled>
  );
}
