import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSetting } from '../../kit/format';
import styles from './SettingField.module.css';
import type { ControlProps, NumberSetting } from '../settings';
import { checkNumber, nextStop, parseNumber, type Problem } from '../validate';

/** Type any number, or walk through sensible stops with − and + or the arrow keys. */
export function NumberControl(
  props: ControlProps & {
    setting: NumberSetting;
    isInvalid: boolean;
    onRefuse: (problem: Problem) => void;
  },
) {
  const { id, setting, label, isInvalid, describedBy, onChange, onRefuse } = props;
  const { t } = useTranslation();
  const value = Number(props.value);
  /** What is being typed; null while the field shows the value itself. */
  const [typed, setTyped] = useState<string | null>(null);
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    // The value came from elsewhere (a reset, a stop, the probe): what was typed is over.
    setShownFor(value);
    if (typed !== null && parseNumber(typed) !== value) setTyped(null);
  }
  const unit = setting.unit === 'none' ? '' : t(`settings.unit.${setting.unit}`);
  const enter = (text: string) => {
    setTyped(text);
    const number = parseNumber(text);
    const problem = checkNumber(setting, number);
    if (problem) onRefuse(problem);
    else onChange(number);
  };
  const walk = (direction: 1 | -1) => {
    setTyped(null);
    onChange(nextStop(setting, value, direction));
  };
  return (
    <div className={styles.head}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.number} data-invalid={isInvalid || undefined}>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={(isInvalid ? typed : null) ?? typed ?? formatSetting(value)}
          aria-invalid={isInvalid}
          aria-describedby={describedBy}
          onChange={(event) => enter(event.target.value)}
          onBlur={() => !isInvalid && setTyped(null)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            walk(event.key === 'ArrowUp' ? 1 : -1);
          }}
        />
        {unit !== '' && <span className={styles.unit}>{unit}</span>}
        <button type="button" tabIndex={-1} aria-hidden onClick={() => walk(-1)}>
          <Minus size={13} />
        </button>
        <button type="button" tabIndex={-1} aria-hidden onClick={() => walk(1)}>
          <Plus size={13} />
        </button>
      </span>
    </div>
  );
}
