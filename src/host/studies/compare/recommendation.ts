// What a comparison comes to, a sentence a variant: how much smaller, what it costs in loss, how fast beside
// the reference, and whether that is worth keeping.
import type { VariantRow } from '../../protocol/compare';
import { runsSameCode } from './figures';
import { againstOf } from './metrics';

/** Relative loss up to which a smaller or faster variant is worth keeping, and from which it is damaged. */
const SMALL_LOSS = 0.02;
const LARGE_LOSS = 0.1;
/** File sizes that differ by less are called the same. */
const SAME_SIZE = 1.05;

type SpeedChange =
  /** The same kernels on weights of the same sizes: what was measured besides is noise. */
  | { readonly kind: 'same_code' }
  /** No significant difference was measured. */
  | { readonly kind: 'same' }
  /** `ratio`: its speed over the reference's. */
  | { readonly kind: 'faster' | 'slower'; readonly ratio: number };

type Advice = 'keep' | 'trade_off' | 'damaged' | 'no_gain' | 'dominated';

export interface Recommendation {
  readonly row: VariantRow;
  /** File size of the reference over its own: above 1 is smaller. */
  readonly smaller: number;
  /** Relative change of the held-out loss, or of bits per byte where the tokens differ. */
  readonly loss: number;
  /** Null where nothing was timed. */
  readonly speed: SpeedChange | null;
  readonly advice: Advice;
}

type Figures = Omit<Recommendation, 'advice'>;

function lossChange(row: VariantRow, reference: VariantRow): number | null {
  const [own, other] = [row.quality?.loss, reference.quality?.loss];
  if (own !== undefined && other) return own / other - 1;
  const [bits, against] = [row.bytes?.bitsPerByte, reference.bytes?.bitsPerByte];
  return bits !== undefined && against ? bits / against - 1 : null;
}

function speedChange(row: VariantRow, reference: VariantRow): SpeedChange | null {
  if (runsSameCode(row, reference)) return { kind: 'same_code' };
  const against = againstOf(row);
  if (!against) return null;
  const { verdict, ratio } = against;
  return verdict === 'same' ? { kind: 'same' } : { kind: verdict, ratio: 1 / ratio };
}

function figuresOf(row: VariantRow, reference: VariantRow): Figures | null {
  const loss = lossChange(row, reference);
  if (loss === null || !Number.isFinite(loss) || !row.cost || !reference.cost) return null;
  const smaller = reference.cost.diskBytes / row.cost.diskBytes;
  return { row, smaller, loss, speed: speedChange(row, reference) };
}

/** Above 1: faster. */
const rateOf = ({ speed }: Figures): number =>
  speed?.kind === 'faster' || speed?.kind === 'slower' ? speed.ratio : 1;

const dominates = (a: Figures, b: Figures): boolean => {
  const atLeast = a.smaller >= b.smaller && a.loss <= b.loss && rateOf(a) >= rateOf(b);
  return atLeast && (a.smaller > b.smaller || a.loss < b.loss || rateOf(a) > rateOf(b));
};

function adviceOf(one: Figures, all: readonly Figures[]): Advice {
  const { smaller, loss } = one;
  if (loss > LARGE_LOSS) return 'damaged';
  const isBetter = smaller >= SAME_SIZE || rateOf(one) > 1 || loss <= -SMALL_LOSS;
  if (!isBetter) return 'no_gain';
  if (all.some((other) => other !== one && dominates(other, one))) return 'dominated';
  return loss > SMALL_LOSS || rateOf(one) < 1 ? 'trade_off' : 'keep';
}

/** Of all rows but the first, which is the reference; without those that failed or were not evaluated. */
export function recommendations(rows: readonly VariantRow[]): Recommendation[] {
  const [reference, ...others] = rows;
  if (!reference) return [];
  const found = others.flatMap((row) => figuresOf(row, reference) ?? []);
  return found.map((one) => ({ ...one, advice: adviceOf(one, found) }));
}

/** Whether the sizes differ by more than a name or an index in the file. */
export const changesSize = ({ smaller }: Recommendation): boolean =>
  smaller >= SAME_SIZE || smaller <= 1 / SAME_SIZE;
