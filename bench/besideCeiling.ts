// Shares of a ceiling that was measured in the same rounds: the machine's speed drifts.
import type { OpenCeiling } from '../src/gpu/ceilings';
import { interleave, statsOf, type Rounds, type Stats } from './measure';

/** Contestants in turns, the ceiling among them; its rates in 10⁹ a second. */
export async function besideCeiling<T>(
  contestants: readonly T[],
  sample: (contestant: T) => Promise<number>,
  rounds: Rounds,
  ceiling: OpenCeiling | null,
): Promise<{ samples: Map<T | OpenCeiling, number[]>; rates: Stats | undefined }> {
  const turns: (T | OpenCeiling)[] = ceiling ? [...contestants, ceiling] : [...contestants];
  const samples = await interleave(
    turns,
    async (turn) => {
      if (ceiling && turn === ceiling) return (await ceiling.rate()) / 1e9;
      return sample(turn as T);
    },
    rounds,
  );
  return { samples, rates: ceiling ? statsOf(samples.get(ceiling)!) : undefined };
}
