import { Switch } from 'react-aria-components/Switch';
import styles from './SettingField.module.css';

export function SwitchControl(props: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Switch className={styles.switch} isSelected={props.value} onChange={props.onChange}>
      <span>{props.label}</span>
      <span className={styles.slot}>
        <span className={styles.dot} />
      </span>
    </Switch>
  );
}
