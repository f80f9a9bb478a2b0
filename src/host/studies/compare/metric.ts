// What a figure of a variant is: its name, its unit, which way is better and how it is read of a row.
import type { VariantRow } from '../../protocol/compare';

export type Unit =
  | 'nats'
  | 'divergence'
  | 'plain'
  | 'share'
  | 'bytes'
  | 'ms'
  | 'tokens/s'
  | 'examples/s'
  | 'FLOP'
  | 'count'
  | 'J';

export type Reads = (row: VariantRow) => number | null | undefined;

export interface Metric {
  /** In reports; the page has words of its own. */
  readonly title: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
  readonly of: Reads;
  /** Written behind the value, e.g. its standard error. */
  readonly error?: Reads;
  /** In CSV, with one for the error where that is written too. */
  readonly column: string;
  readonly errorColumn?: string;
  /** How it differs from the baseline: as a ratio, or in its own unit where it can be 0. */
  readonly difference?: 'ratio' | 'plain';
  /** A time, a rate or what follows from them: it differs by noise where the same code runs. */
  readonly isTimed?: true;
  /** Of models that are compared on a text alone, or of those that are compared by their own objective. */
  readonly only?: 'text' | 'examples';
  /** Half the width of what is noise in a value, where the row tells it. */
  readonly noise?: Reads;
}

/** Of the time of a token, by how far its median moves between rounds. */
export const tokenNoise: Reads = ({ speed }) =>
  speed && (speed.tokenMs.p50 * speed.decode.medianMove) / speed.decode.median;

export const quality = (title: string, column: string, unit: Unit, of: Reads) =>
  ({ title, column, unit, of, better: 'less' }) as const;
export const cost = (title: string, column: string, unit: Unit, of: Reads) =>
  ({ title, column, unit, of, better: 'less', difference: 'ratio' }) as const;
export const timed = (
  title: string,
  column: string,
  unit: Unit,
  of: Reads,
  noise: Reads = tokenNoise,
) => ({ ...cost(title, column, unit, of), isTimed: true, noise }) as const;
/** A token's. */
export const tokenTimed = (...given: Parameters<typeof timed>) =>
  ({ ...timed(...given), only: 'text' }) as const;
/** Tokens a second. */
export const rate = (title: string, column: string, of: Reads, error: Reads) => {
  const way = { better: 'more', difference: 'ratio', isTimed: true, only: 'text' } as const;
  return { title, column, unit: 'tokens/s', of, error, ...way } as const;
};
