import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './WithTooltip.module.css';

const DELAY_MS = 400;

/** Names what shows only an icon: to the pointer after a moment, to the keyboard at once. */
export function WithTooltip({ words, children }: { words: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={DELAY_MS}>
      {children}
      <Tooltip className={styles.tooltip} offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
