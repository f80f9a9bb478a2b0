// What the user can do with a distillation: choose and start it.
import {
  DISTILL_STORY,
  distillClassifier,
  type DistillExperiment,
} from '../../../experiments/distill';
import type { DistillRequest } from '../../../host/protocol/distill';
import { modelTextIn } from '../study/modelText';
import type { PageText, WithPageText } from '../../../host/protocol/studyText';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { runStudy, sizeOf } from '../study/study';
import { textOfSet, type DistillChoices, type DistillSettings } from './distillStore';

/** Of the task at hand. */
export function changeDistill({ distill }: Bench, changed: Partial<DistillChoices>): void {
  distill.setState(({ task, choices }) => ({
    choices: { ...choices, [task]: { ...choices[task], ...changed } },
  }));
}

const experimentOf = (bench: Bench, { task, set, labeled }: DistillSettings): DistillExperiment =>
  task === 'language' ? DISTILL_STORY : distillClassifier(set, sizeOf(bench), labeled);

/** Models that were imported read far more at once, and from a larger vocabulary, than those made here. */
const LOADED_LENGTH = 128;
const LOADED_BATCHES = 4;

/** Of a classifier whose own examples are not known: the set that it is said to tell apart. */
function examplesOf(bench: Bench, { task, set, choices }: DistillSettings): PageText | null {
  const { teacher } = choices[task];
  if (task !== 'classify' || !teacher || modelTextIn(bench, teacher)?.data?.examples) return null;
  return textOfSet(set);
}

function requestOf(bench: Bench): WithPageText<DistillRequest> {
  const state = bench.distill.getState();
  const { teacher, text, config } = state.choices[state.task];
  const { teacherRun, pretrain } = experimentOf(bench, state);
  const read = text ?? examplesOf(bench, state);
  const isLoaded = teacher?.kind === 'loaded';
  const max_length = isLoaded ? LOADED_LENGTH : undefined;
  const { training } = config;
  const batch = Math.ceil(training.per_device_train_batch_size / LOADED_BATCHES);
  const inBatches = {
    ...training,
    per_device_train_batch_size: batch,
    gradient_accumulation_steps: LOADED_BATCHES,
  };
  return {
    ...(teacher && { teacher }),
    ...(read && { text: read }),
    teacherRun: runConfigSchema.parse({
      ...teacherRun,
      training: { ...teacherRun.training, max_length },
    }),
    ...(pretrain && { pretrain: runConfigSchema.parse(pretrain) }),
    autoSize: true,
    distill: { ...config, training: isLoaded ? inBatches : training },
  };
}

export const runDistillation = (bench: Bench): Promise<void> =>
  runStudy(bench, 'distill', () => requestOf(bench));
