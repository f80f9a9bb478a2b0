import { useBench } from '../../stores/context';
import type { ControlProps } from './controlProps';
import styles from './SettingField.module.css';
import type { TextSetting } from '../settings';

export function TextControl(props: ControlProps<TextSetting>) {
  const { setting, experimentId, label, value, describedBy } = props;
  const bench = useBench();
  return (
    <div className={styles.column}>
      <label htmlFor={`setting-${setting.id}`}>{label}</label>
      <textarea
        id={`setting-${setting.id}`}
        className={styles.text}
        rows={2}
        maxLength={2000}
        value={String(value)}
        aria-describedby={describedBy}
        onChange={(event) => bench.drafts.getState().set(experimentId, setting, event.target.value)}
      />
    </div>
  );
}
