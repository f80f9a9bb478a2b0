// What all charts of few points look like: colors of the theme, no animation.
import type { CSSProperties } from 'react';
import styles from './Chart.module.css';

export const TICK = { fill: 'var(--ink-3)', fontSize: 'var(--text-tick)' } as const;
export const AXIS = { tick: TICK, tickLine: false, axisLine: false } as const;
export const NAME = { fill: 'var(--ink-2)', fontSize: 'var(--text-small)' } as const;
export const GRID = { stroke: 'var(--grid)' } as const;
export const CURSOR = { stroke: 'var(--ink-3)', fill: 'var(--grid)' } as const;

export type Mark = 'line' | 'dashed' | 'dotted' | 'ring' | 'bar';

/** A curve or a kind of bar, as legend and tooltip name it. */
export interface Named {
  readonly name: string;
  readonly color: string;
  readonly mark?: Mark;
}

const markOf = (color: string) => ({ '--mark': color }) as CSSProperties;

/** What the colors stand for. */
export function ChartLegend({ entries }: { entries: readonly Named[] }) {
  return (
    <ul className={styles.legend} aria-hidden>
      {entries.map(({ name, color, mark = 'line' }) => (
        <li key={name} data-mark={mark} style={markOf(color)}>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** What stands at the pointer, or where the arrow keys have gone. */
export function ChartTooltip(props: {
  title: string;
  entries: readonly (Named & { readonly value: string })[];
}) {
  return (
    <div className={styles.tooltip}>
      <b>{props.title}</b>
      <ul>
        {props.entries.map(({ name, color, value }) => (
          <li key={name} style={markOf(color)}>
            <span>{name}</span>
            <b>{value}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
