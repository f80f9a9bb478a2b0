import type { Knob, KnobValue } from '../knobs';

/** What every control of a knob is given. */
export interface ControlProps<Of extends Knob> {
  knob: Of;
  experimentId: string;
  label: string;
  value: KnobValue;
  isInvalid: boolean;
  describedBy: string;
}
