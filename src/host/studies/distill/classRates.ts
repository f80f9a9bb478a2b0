// How many examples classifiers read a second, one by one and many at once: in rounds in which each has
// its turn, the first one moving on by one each time, so that drift falls on all alike.
import type { ClassifierReader } from '../../../training/evaluate/classifier';
import type { EncodedExample } from '../../../training/objectives/exampleData';
import type { Surroundings } from '../../../training/evaluate/speed';
import { spreadOf } from '../../../training/evaluate/statistics';
import type { ClassRates } from '../../protocol/distill';

export interface ClassContestant<Id> {
  readonly id: Id;
  readonly single: ClassifierReader;
  readonly batch: ClassifierReader;
}

interface RatePlan {
  readonly examples: readonly EncodedExample[];
  readonly rounds: number;
  readonly surroundings: Surroundings;
}

/** `examples` are as many as fill the larger one's batch. */
async function rateOf(
  reader: ClassifierReader,
  examples: readonly EncodedExample[],
): Promise<number> {
  const some = examples.slice(0, reader.shape.batch);
  const from = performance.now();
  await reader.read(some);
  return (1000 * some.length) / (performance.now() - from);
}

/** Rounds that something disturbed do not count, and are made up for within three times as many. */
export async function measureRates<Id>(
  contestants: readonly ClassContestant<Id>[],
  { examples, rounds, surroundings }: RatePlan,
  onRound: (rates: ReadonlyMap<Id, ClassRates>, share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { single, batch } of contestants) {
    await rateOf(single, examples);
    await rateOf(batch, examples);
  }
  /** Of each, round by round. */
  const found = new Map(
    contestants.map(({ id }) => [id, { single: [] as number[], batch: [] as number[] }]),
  );
  let good = 0;
  for (let round = 0; good < rounds && round < 3 * rounds && !signal.aborted; round++) {
    await surroundings.calm(signal);
    surroundings.take();
    const fresh: [Id, number, number][] = [];
    for (let i = 0; i < contestants.length; i++) {
      const { id, single, batch } = contestants[(i + round) % contestants.length]!;
      fresh.push([id, await rateOf(single, examples), await rateOf(batch, examples)]);
    }
    if (surroundings.take()) continue;
    good++;
    for (const [id, single, batch] of fresh) {
      found.get(id)!.single.push(single);
      found.get(id)!.batch.push(batch);
    }
    const rates = Array.from(found, ([id, { single, batch }]) => {
      return [id, { single: spreadOf(single), batch: spreadOf(batch) }] as const;
    });
    onRound(new Map(rates), good / rounds);
  }
}
