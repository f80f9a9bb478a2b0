// Figures that follow from others.
import type { Ceilings, CostFigures, RooflineFigures, VariantRow } from '../../protocol/compare';
import type { Stage } from '../../protocol/variant';

type Timed = Pick<VariantRow, 'cost' | 'speed'> & Partial<Pick<VariantRow, 'rates'>>;

/** What is timed: tokens one after another, or one example at a time. A second. */
const rateOf = ({ speed, rates }: Omit<Timed, 'cost'>): number | undefined =>
  (speed?.decode ?? rates?.single)?.median;

const work = (cost: CostFigures) => ({
  flops: cost.flopsPerToken ?? cost.flopsPerExample ?? 0,
  bytes: cost.bytesPerToken ?? cost.bytesPerExample ?? 0,
});

/** What binds a token or an example, and how near its time comes to that. */
export function rooflineOf(row: Timed, ceilings: Ceilings | null): RooflineFigures | null {
  const rate = rateOf(row);
  if (!ceilings || !row.cost || rate === undefined) return null;
  const { flops, bytes } = work(row.cost);
  const arithmetic = flops / (ceilings.gflops * 1e9);
  const memory = bytes / (ceilings.gigabytesPerSecond * 1e9);
  const share = Math.max(arithmetic, memory) * rate;
  return { boundBy: arithmetic > memory ? 'arithmetic' : 'memory', share };
}

/** Stages that leave the program of the model as it was: other numbers in the same places. */
const SAME_PROGRAM: ReadonlySet<Stage['kind']> = new Set(['prune', 'recover', 'distill']);

type Program = Pick<VariantRow, 'id' | 'stages' | 'device' | 'model' | 'cost'>;

/** Whether two rows run the same kernels on weights of the same sizes: their speeds differ by noise alone. */
export function runsSameCode(a: Program, b: Program): boolean {
  if (a.id === b.id) return true;
  const [one, other] = [changing(a), changing(b)];
  if (a.device !== b.device || a.model !== b.model || one !== other) return false;
  if (!a.cost || !b.cost) return false;
  const [own, beside] = [work(a.cost), work(b.cost)];
  return (
    own.flops === beside.flops &&
    own.bytes === beside.bytes &&
    a.cost.weightBytes === b.cost.weightBytes
  );
}

/** The stages that change the program, in their order. */
const changing = ({ stages }: Program): string =>
  JSON.stringify(stages.filter(({ kind }) => !SAME_PROGRAM.has(kind)));

/** An estimate: the whole board's power for as long as a token or an example takes. Null off the GPU. */
export function joulesOf(
  watts: number | null,
  row: Pick<VariantRow, 'device' | 'speed'> & Partial<Pick<VariantRow, 'rates'>>,
): number | null {
  const rate = rateOf(row);
  return watts === null || rate === undefined || row.device === 'cpu' ? null : watts / rate;
}
