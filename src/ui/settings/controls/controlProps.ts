import type { Setting, SettingValue } from '../settings';

/** What every control of a setting is given. */
export interface ControlProps<Of extends Setting> {
  setting: Of;
  experimentId: string;
  label: string;
  value: SettingValue;
  isInvalid: boolean;
  describedBy: string;
}
