// What one epoch of a run goes through: its examples, the pairs of a task, or the windows of its text.
import { algorithmicTask } from '../data/corpora/tasks';
import type { RunConfig } from '../run/config';
import { windowsOf } from '../run/duration';
import { lengthOf, objectivesOf } from './runObjective';
import type { TextData } from './source';

/** Undefined where there is no end to them, as in tasks that are drawn anew. */
export function examplesInEpoch(
  config: RunConfig,
  data: Pick<TextData, 'sources' | 'schedule' | 'seed'> & {
    readonly examples?: number | undefined;
    /** Of each of the run's sets. */
    readonly exampleCounts?: ReadonlyMap<string, number | undefined> | undefined;
  },
): number | undefined {
  const counts = objectivesOf(config).map((one) => {
    switch (one.kind) {
      case 'classify':
      case 'answer':
        return one.examples === undefined ? data.examples : data.exampleCounts?.get(one.examples);
      case 'dpo':
        return data.examples;
      case 'algorithm':
        return algorithmicTask(one.algorithm, one.train_share ?? 0.9, data.seed).counts?.train;
      default: {
        const read = data.sources.filter(({ id }, source) =>
          one.corpus === undefined
            ? data.schedule.some(({ text }) => text === source)
            : id === one.corpus,
        );
        const length = lengthOf(config);
        return read.reduce((sum, { train }) => sum + windowsOf(train.to - train.from, length), 0);
      }
    }
  });
  // Several objectives learn side by side: the longest has gone through its own once.
  return counts.includes(undefined) ? undefined : Math.max(...(counts as number[]));
}
