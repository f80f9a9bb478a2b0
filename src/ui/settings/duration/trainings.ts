// The trainings that a study does, for its duration beforehand.
import type { DistillRequest } from '../../../host/protocol/distill';
import type { FinetuneRequest } from '../../../host/protocol/finetune';
import type { WriterRequest } from '../../../host/protocol/writer';
import { studentOf } from '../../../training/objectives/distillation/distillConfig';
import { windowGrid } from '../../../training/objectives/distillation/distillWindows';
import { stepsFor } from '../../../training/run/duration';
import { runConfigSchema, type ModelConfig, type RunConfig } from '../../../training/run/config';

/** So many times the same. */
export interface Training {
  readonly config: RunConfig;
  /** As planned where left out. */
  readonly steps?: number;
  readonly times: number;
}

/** Null where the choices contradict each other: that is said where they would be started. */
export function trainingsOf(find: () => Training[]): Training[] | null {
  try {
    return find();
  } catch {
    return null;
  }
}

const one = (config: RunConfig): Training => ({ config, times: 1 });

export const finetuneTrainings = ({
  pretrain,
  base,
  arms,
  seeds,
}: Pick<FinetuneRequest, 'pretrain' | 'base' | 'arms' | 'seeds'>): Training[] => [
  ...(pretrain && !base ? [one(pretrain)] : []),
  ...arms.map(({ config }) => ({
    config: base ? { ...config, base } : config,
    times: seeds.length,
  })),
];

/** `teacher`: the model that is there, in place of one that is trained first. */
export function distillTrainings(
  { teacherRun, distill }: Pick<DistillRequest, 'teacherRun' | 'distill'>,
  teacher: ModelConfig | null,
): Training[] {
  const { training, seeds, tokens } = distill;
  const shape = teacher ?? teacherRun.model;
  const windows = windowGrid(tokens, shape.n_positions).length;
  const student = { ...teacherRun, model: distill.student ?? studentOf(shape, distill), training };
  const times = 2 * seeds.length;
  return [
    ...(teacher ? [] : [one(teacherRun)]),
    { config: student, steps: stepsFor(training, windows), times },
  ];
}

export const writerTrainings = ({ general, domain, distill, base }: WriterRequest): Training[] => [
  ...(base ? [] : [one(general)]),
  one(domain),
  {
    config: { ...domain, model: studentOf(domain.model, distill) },
    steps: distill.training.max_steps,
    times: 2 * distill.seeds.length,
  },
];

/** As host/studies/compare has it: a tenth of the steps, 300 at most, in each of four variants. */
const RECOVERY_SHARE = 0.1;
const MOST_RECOVERY_STEPS = 300;
const RECOVERED = 4;

export const recoveryTrainings = (config: RunConfig, steps: number): Training[] => [
  {
    config,
    steps: Math.max(1, Math.min(MOST_RECOVERY_STEPS, Math.ceil(steps * RECOVERY_SHARE))),
    times: RECOVERED,
  },
];

/** A model that is there as a run would have it. */
export const asRun = (model: ModelConfig): RunConfig =>
  runConfigSchema.parse({
    version: 1,
    name: 'model',
    model,
    tokenizer: { kind: 'byte' },
    data: { corpus: 'story' },
    training: { per_device_train_batch_size: 8, max_steps: 1, learning_rate: 1e-3 },
    sample: {},
  });
