import type { CSSProperties, ReactNode } from 'react';
import styles from './Plot.module.css';
import { BOX, type Box, type Scale } from './plot';

interface Axis {
  readonly scale: Scale;
  readonly format: (value: number) => string;
  readonly name?: string;
}

/** Grid, ticks and names of two axes around what is drawn; a third axis may stand on the right. */
export function Plot(props: {
  label: string;
  box?: Box;
  x: Axis;
  y: Axis;
  right?: Axis | undefined;
  /** Holds things to walk through by keyboard. */
  isGroup?: boolean;
  testId?: string;
  children: ReactNode;
}) {
  const { label, box = BOX, x, y, right } = props;
  const { width, height, left, top, bottom } = box;
  const end = width - box.right;
  const floor = height - bottom;
  return (
    <div className={styles.plot} data-testid={props.testId}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role={props.isGroup ? 'group' : 'img'}
        aria-label={label}
      >
        <g className={styles.axes} aria-hidden>
          {x.scale.ticks.map((tick) => (
            <g key={tick}>
              <line x1={x.scale.at(tick)} x2={x.scale.at(tick)} y1={top} y2={floor} />
              <text x={x.scale.at(tick)} y={floor + 17} textAnchor="middle">
                {x.format(tick)}
              </text>
            </g>
          ))}
          {y.scale.ticks.map((tick) => (
            <g key={tick}>
              <line x1={left} x2={end} y1={y.scale.at(tick)} y2={y.scale.at(tick)} />
              <text x={left - 8} y={y.scale.at(tick) + 4} textAnchor="end">
                {y.format(tick)}
              </text>
            </g>
          ))}
          {right?.scale.ticks.map((tick) => (
            <text key={tick} className={styles.right} x={end + 8} y={right.scale.at(tick) + 4}>
              {right.format(tick)}
            </text>
          ))}
          {x.name !== undefined && (
            <text className={styles.name} x={left} y={height - 6}>
              {x.name} →
            </text>
          )}
          {y.name !== undefined && (
            <text className={styles.name} x={left} y={top - 6}>
              ↑ {y.name}
            </text>
          )}
        </g>
        {props.children}
      </svg>
    </div>
  );
}

export type Mark = 'line' | 'dashed' | 'dotted' | 'ring';

/** What the colors stand for. */
export function PlotLegend(props: {
  entries: readonly { readonly name: string; readonly color: string; readonly mark?: Mark }[];
}) {
  return (
    <ul className={styles.legend} aria-hidden>
      {props.entries.map(({ name, color, mark = 'line' }) => (
        <li key={name} data-mark={mark} style={{ '--mark': color } as CSSProperties}>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** A line through points in the view box. */
export function PlotLine(props: { d: string; color: string; mark?: Exclude<Mark, 'ring'> }) {
  const { d, color, mark = 'line' } = props;
  return <path className={styles.line} data-mark={mark} d={d} style={{ stroke: color }} />;
}
