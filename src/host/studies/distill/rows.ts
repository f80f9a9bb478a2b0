// How the result of a distillation grows.
import type { DistillCurve, DistillRow, SeedQuality } from '../../protocol/distill';
import { withRow, type Progress } from '../progress';

/** Whose curve it is. */
export type CurveOf = Pick<DistillCurve, 'id' | 'seed'>;

type Distilling = Progress<'distill'>;
type Change = Partial<DistillRow> & Pick<DistillRow, 'id'>;

const EMPTY_ROW: Omit<DistillRow, 'id'> = {
  honesty: 'executed',
  seeds: [],
  cost: null,
  speed: null,
  rates: null,
  text: null,
  error: null,
};

export function changeRow(progress: Distilling, change: Change): void {
  progress.change({ rows: withRow(progress.result.rows, change, EMPTY_ROW) });
}

/** One more seed of a row. */
export function addSeed(progress: Distilling, one: SeedQuality, change: Change): void {
  const seeds = progress.result.rows.find(({ id }) => id === change.id)?.seeds ?? [];
  changeRow(progress, { ...change, seeds: [...seeds, one] });
}

/** Held-out loss while it learns. */
export function addPoint(
  progress: Distilling,
  { id, seed }: CurveOf,
  point: DistillCurve['points'][number],
): void {
  const { curves } = progress.result;
  const at = curves.findIndex((curve) => curve.id === id && curve.seed === seed);
  const curve = { id, seed, points: [...(curves[at]?.points ?? []), point] };
  progress.change({ curves: at < 0 ? [...curves, curve] : curves.with(at, curve) });
}
