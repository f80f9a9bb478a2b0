// Figures that follow from others.
import type { Ceilings, RooflineFigures, VariantRow } from './compareResult';

/** What binds a token, and how near its time comes to that; null where it does not run on the GPU. */
export function rooflineOf(
  { place, cost, speed }: Pick<VariantRow, 'place' | 'cost' | 'speed'>,
  ceilings: Ceilings | null,
): RooflineFigures | null {
  if (!ceilings || !cost || !speed || place === 'cpu') return null;
  const arithmetic = cost.flopsPerToken / (ceilings.gflops * 1e9);
  const memory = cost.bytesPerToken / (ceilings.gigabytesPerSecond * 1e9);
  const share = Math.max(arithmetic, memory) * speed.decode.median;
  return { boundBy: arithmetic > memory ? 'arithmetic' : 'memory', share };
}

/** An estimate: the whole board's power for as long as a token takes. Null off the GPU. */
export const joulesPerToken = (
  watts: number | null,
  { place, speed }: Pick<VariantRow, 'place' | 'speed'>,
): number | null =>
  watts === null || !speed || place === 'cpu' ? null : watts / speed.decode.median;
