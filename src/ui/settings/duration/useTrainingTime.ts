import { useDevice, useBench } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import type { Bench } from '../../stores/bench';
import type { RunPlan } from '../../../host/protocol/run';
import type { Training } from './trainings';
import { stepMsOf, useSpeed } from './useSpeed';

/** Characters of a corpus without a fixed vocabulary, roughly. */
const CHARACTERS = 1100;
/** Of evaluation, writing and timing beside the training. */
const BESIDE = 1.3;

type Planned = readonly [Training, RunPlan];

/** Null where one of them has no plan: why is said where it would be started. */
async function planAll(
  { lab }: Bench,
  trainings: readonly Training[],
): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const training of trainings) {
    const { tokenizer } = training.config;
    const vocabSize = 'vocab_size' in tokenizer ? tokenizer.vocab_size : CHARACTERS;
    planned.push([training, await lab.plan(training.config, { vocabSize })]);
  }
  return planned;
}

/** How long they take here, in ms; null while that is not known, or where there is nothing to train. */
export function useTrainingTime(trainings: readonly Training[] | null): number | null {
  const bench = useBench();
  const hasDevice = useDevice().status === 'ready';
  const speed = useSpeed();
  const key = hasDevice && trainings ? JSON.stringify(trainings) : null;
  const planned = useAnswer(key, () => planAll(bench, trainings ?? []));
  if (!planned || 'code' in planned) return null;
  const timeOf = ([{ steps, times }, plan]: Planned): number =>
    (steps ?? plan.steps.total) * times * stepMsOf(speed, plan);
  return BESIDE * planned.reduce((sum, one) => sum + timeOf(one), 0);
}
