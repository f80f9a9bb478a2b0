// How many examples a second the teacher and the first seed's students read.
import type { DistillId } from '../../protocol/distill';
import { MIN_ROUNDS } from '../describe';
import { measureRates, type RateContestant } from '../exampleRates';
import { changeRow } from './rows';
import type { DistillJob } from './work';

export const measureExamples = (
  { request, progress, signal, watch: surroundings }: DistillJob,
  contestants: readonly RateContestant<DistillId>[],
): Promise<void> =>
  measureRates(
    contestants,
    { rounds: request.minRounds ?? MIN_ROUNDS, surroundings },
    (found, share) => {
      for (const [id, rates] of found) changeRow(progress, { id, rates });
      progress.tell(share);
    },
    signal,
  );
