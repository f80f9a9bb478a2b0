import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import styles from './KeyButton.module.css';

/** A key of the instrument: the big signal key, or a plain one with an icon. */
export function KeyButton(props: {
  look?: 'signal' | 'plain' | 'quiet';
  size?: 'small' | 'medium' | 'large';
  icon?: ReactNode;
  label?: string;
  children?: ReactNode;
  isDisabled?: boolean;
  describedBy?: string | undefined;
  testId?: string;
  onPress: () => void;
}) {
  const { look = 'plain', size = 'medium', icon, label, children, describedBy, testId } = props;
  return (
    <Button
      className={styles.key}
      data-look={look}
      data-size={size}
      data-bare={children === undefined || undefined}
      data-testid={testId}
      isDisabled={props.isDisabled ?? false}
      onPress={props.onPress}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {icon}
      {children !== undefined && <span>{children}</span>}
    </Button>
  );
}
