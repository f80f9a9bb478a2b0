import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../../stores/context';
import type { ControlProps } from './controlProps';
import styles from './KnobField.module.css';
import type { ChoiceKnob, ChoiceValue } from '../knobs';

/** A native list: it works with every keyboard, every screen reader and every phone. */
export function ChoiceControl(props: ControlProps<ChoiceKnob>) {
  const { knob, experimentId, label, value, describedBy } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const among = useBenchStore(
    (stores) => stores.drafts,
    (state) => {
      const config = state.drafts[experimentId]?.config;
      return config && knob.among ? knob.among(config).join() : '';
    },
  );
  // Compared as text: the list is made anew each time.
  const choices = among === '' ? knob.choices : (among.split(',') as ChoiceValue[]);
  return (
    <div className={styles.head}>
      <label htmlFor={`knob-${knob.id}`}>{label}</label>
      <select
        id={`knob-${knob.id}`}
        className={styles.select}
        value={String(value)}
        aria-describedby={describedBy}
        onChange={(event) => bench.drafts.getState().set(experimentId, knob, event.target.value)}
      >
        {choices.map((choice: ChoiceValue) => (
          <option key={choice} value={choice}>
            {t(`knobs.choice.${choice}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
