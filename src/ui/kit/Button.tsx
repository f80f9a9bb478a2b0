import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './Button.module.css';
import { WithTooltip } from './WithTooltip';

export interface ButtonProps {
  look?: 'signal' | 'plain' | 'quiet';
  size?: 'small' | 'medium' | 'large';
  icon?: ReactNode;
  label?: string;
  children?: ReactNode;
  isDisabled?: boolean;
  /** Of a button that opens what stands below it. */
  isExpanded?: boolean;
  describedBy?: string;
  testId?: string;
  onPress: () => void;
}

/** The one button of the page: with words, an icon or both. */
export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'medium', icon, label, children, describedBy, testId } = props;
  const isBare = children === undefined;
  const button = (
    <AriaButton
      className={styles.button}
      data-look={look}
      data-size={size}
      data-bare={isBare || undefined}
      data-testid={testId}
      isDisabled={props.isDisabled ?? false}
      onPress={props.onPress}
      aria-label={label}
      aria-expanded={props.isExpanded}
      aria-describedby={describedBy}
    >
      {icon}
      {!isBare && <span>{children}</span>}
    </AriaButton>
  );
  return isBare && label !== undefined ? <WithTooltip words={label}>{button}</WithTooltip> : button;
}
