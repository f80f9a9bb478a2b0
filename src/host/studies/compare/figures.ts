// Figures that follow from others.
import type { Ceilings, RooflineFigures, VariantRow } from '../../protocol/compare';
import type { Stage } from '../../protocol/variant';

/** What binds a token, and how near its time comes to that. */
export function rooflineOf(
  { cost, speed }: Pick<VariantRow, 'cost' | 'speed'>,
  ceilings: Ceilings | null,
): RooflineFigures | null {
  if (!ceilings || !cost || !speed) return null;
  const arithmetic = cost.flopsPerToken / (ceilings.gflops * 1e9);
  const memory = cost.bytesPerToken / (ceilings.gigabytesPerSecond * 1e9);
  const share = Math.max(arithmetic, memory) * speed.decode.median;
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
  const { flopsPerToken, bytesPerToken, weightBytes } = a.cost;
  return (
    flopsPerToken === b.cost.flopsPerToken &&
    bytesPerToken === b.cost.bytesPerToken &&
    weightBytes === b.cost.weightBytes
  );
}

/** The stages that change the program, in their order. */
const changing = ({ stages }: Program): string =>
  JSON.stringify(stages.filter(({ kind }) => !SAME_PROGRAM.has(kind)));

/** An estimate: the whole board's power for as long as a token takes. Null off the GPU. */
export const joulesPerToken = (
  watts: number | null,
  { device, speed }: Pick<VariantRow, 'device' | 'speed'>,
): number | null =>
  watts === null || !speed || device === 'cpu' ? null : watts / speed.decode.median;
