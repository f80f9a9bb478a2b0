import { useBench } from '../../stores/context';
import type { ControlProps } from './controlProps';
import styles from './KnobField.module.css';
import type { TextKnob } from '../knobs';

export function TextControl(props: ControlProps<TextKnob>) {
  const { knob, experimentId, label, value, describedBy } = props;
  const bench = useBench();
  return (
    <div className={styles.column}>
      <label htmlFor={`knob-${knob.id}`}>{label}</label>
      <textarea
        id={`knob-${knob.id}`}
        className={styles.text}
        rows={2}
        maxLength={2000}
        value={String(value)}
        aria-describedby={describedBy}
        onChange={(event) => bench.drafts.getState().set(experimentId, knob, event.target.value)}
      />
    </div>
  );
}
