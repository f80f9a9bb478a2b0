// How many examples models read a second, one by one and many at once: in rounds in which each has its
// turn, the first one moving on by one each time, so that drift falls on all alike.
import type { Surroundings } from '../../training/evaluate/speed';
import { pairedRatio, spreadOf } from '../../training/evaluate/statistics';
import type { ExampleRates } from '../protocol/examples';

/** So many are read together where nobody has said. */
export const AT_ONCE = 16;

/** Something that reads so many examples together. */
export interface Batched {
  readonly atOnce: number;
  readonly run: () => Promise<unknown>;
}

export interface RateContestant<Id> {
  readonly id: Id;
  readonly single: Batched;
  readonly batch: Batched;
}

interface RatePlan {
  readonly rounds: number;
  readonly surroundings: Surroundings;
}

type Rated = 'single' | 'batch';
const RATED: readonly Rated[] = ['single', 'batch'];

/** Milliseconds an example. */
async function timeOf({ atOnce, run }: Batched): Promise<number> {
  const from = performance.now();
  await run();
  return (performance.now() - from) / atOnce;
}

/**
 * Rounds that something disturbed do not count, and are made up for within three times as many. The others
 * are held against the first.
 */
export async function measureRates<Id>(
  contestants: readonly RateContestant<Id>[],
  { rounds, surroundings }: RatePlan,
  onRound: (rates: ReadonlyMap<Id, ExampleRates>, share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const contestant of contestants) for (const what of RATED) await timeOf(contestant[what]);
  /** Of each, round by round. */
  const found = new Map(
    contestants.map(({ id }) => [id, { single: [] as number[], batch: [] as number[] }]),
  );
  let good = 0;
  for (let round = 0; good < rounds && round < 3 * rounds && !signal.aborted; round++) {
    await surroundings.calm(signal);
    surroundings.take();
    const fresh: [Id, Rated, number][] = [];
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(i + round) % contestants.length]!;
      for (const what of RATED) fresh.push([contestant.id, what, await timeOf(contestant[what])]);
    }
    if (surroundings.take()) continue;
    good++;
    for (const [id, what, ms] of fresh) found.get(id)![what].push(ms);
    const [reference] = found.values();
    const rates = Array.from(found, ([id, own]): readonly [Id, ExampleRates] => {
      const against = own === reference ? null : pairedRatio(own.single, reference!.single);
      return [id, { single: rateOf(own.single), batch: rateOf(own.batch), against }];
    });
    onRound(new Map(rates), good / rounds);
  }
}

const rateOf = (times: readonly number[]) => spreadOf(times.map((ms) => 1000 / ms));
