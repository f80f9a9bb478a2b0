// What a chart of few points draws.
import type { Named } from './look';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the lowest to the highest of several curves. */
export interface Band {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface ChartLine extends Named {
  readonly id: string;
  readonly points: readonly Point[];
  /** Each point is a dot. */
  readonly hasDots?: boolean;
  readonly axis?: 'left' | 'right';
  /** Named neither at the pointer nor at its end. */
  readonly isQuiet?: boolean;
  /** One of several that another line is the mean of. */
  readonly isFaint?: boolean;
  readonly band?: readonly Band[];
}

export interface Level extends Named {
  readonly at: number;
  readonly axis?: 'left' | 'right' | 'x';
}
