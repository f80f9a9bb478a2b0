// Trains one student: by the teacher or, as the control, alone, with the same start, text and steps.
import { hostError } from '../../protocol/error';
import type { ComputeContext } from '../../../gpu/compute';
import { distilled } from '../../../training/objectives/distillation/distillation';
import {
  hiddenProjections,
  withoutProjections,
} from '../../../training/objectives/distillation/distillMatching';
import { distillBatches } from '../../../training/objectives/distillation/distillWindows';
import type { LanguageModel, Model } from '../../../training/models/interfaces';
import type { ModelConfig } from '../../../training/run/config';
import { captureRun, windowRun } from '../../../training/run/captureRun';
import { nextTokens } from '../../../training/run/objective';
import { trainingState } from '../../../training/run/state';
import { Trainer } from '../../../training/run/trainer';
import type { TrainerSetup } from '../../../training/run/trainerSetup';
import type { ParameterSet, Weights } from '../../../training/parameters';
import { meanOf } from '../../../training/evaluate/statistics';
import type { Comparable } from '../compare/contest/setup';
import { addPoint, type CurveOf } from './rows';
import type { Teacher } from './teacher';
import type { DistillJob, DistillPlan } from './work';
import type { Trained } from '../compress/variants';
import { windowLosses } from '../../../training/run/windowLosses';

const EVALUATION_ROWS = 16;

/** Gives the weights of the model alone. */
export async function trainStudent(
  job: DistillJob,
  curve: CurveOf,
  setup: TrainerSetup,
  heldOut: Int32Array,
  model: LanguageModel,
): Promise<Weights> {
  const trainer = await Trainer.create(job.context, setup);
  try {
    await learn(trainer, job, curve, async () => meanOf(await windowLosses(trainer, heldOut)));
    return withoutProjections(await trainer.weights(), model);
  } finally {
    trainer.destroy();
  }
}

/** All steps of a student, and its held-out loss now and then. */
export async function learn(
  trainer: Trainer,
  { progress, signal }: DistillJob,
  curve: CurveOf,
  evaluate: () => Promise<number>,
): Promise<void> {
  const { max_steps: steps, eval_steps: every } = trainer.setup.config;
  const reported = (done: readonly { step: number }[]): void =>
    progress.tell(((done.at(-1)?.step ?? 0) + 1) / steps);
  while (trainer.step < steps && !signal.aborted) {
    const until = Math.min(steps, (Math.floor(trainer.step / every) + 1) * every);
    await trainer.train(until, reported, () => signal.aborted);
    if (signal.aborted) return;
    addPoint(progress, curve, { step: trainer.step, loss: await evaluate() });
  }
}

/**
 * Captured, with nothing on the device yet. Without a teacher: the control.
 * @throws BenchtopError no_attention_to_match, ShapeError where teacher and student do not fit
 */
export function trainerOf(
  context: ComputeContext,
  source: Comparable,
  { model, config, student, initial, reading }: DistillPlan,
  teacher: Teacher | null,
  seed: number,
): TrainerSetup {
  const training = { ...config.training, seed };
  const projections =
    teacher && config.hidden > 0
      ? hiddenProjections(
          { width: student.n_embd, blocks: student.n_layer },
          { width: source.trained.config.n_embd },
        )
      : [];
  const trained = [...model.parameters, ...projections];
  const state = trainingState(model, training, { trained });
  const { per_device_train_batch_size: batch, gradient_accumulation_steps: times } = training;
  const minimized = teacher
    ? distilled(model, teacher.source, config, batch)
    : nextTokens(model, batch);
  const { fields } = minimized;
  const topK = teacher?.source.kind === 'logits' ? teacher.source.topK : 0;
  const columnStride = model.contextLength * topK;
  const batches = { fields, starts: reading.starts, batch, times, seed, columnStride };
  const rows = Math.min(EVALUATION_ROWS, source.starts.length);
  const corpora = { train: reading.tokens, validation: source.corpora.validation };
  const run = windowRun(model, state, minimized, rows, { corpora, config: training });
  return {
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) => distillBatches(batches, step),
    initialWeights: initialOf(state.parameters, initial, seed),
    fixed: teacher?.fixed,
  };
}

/** At random, or from what is given. */
export function initialOf(
  parameters: ParameterSet,
  given: Weights | null,
  seed: number,
): Float32Array<ArrayBuffer> {
  const start = parameters.initialWeights(seed);
  for (const [name, values] of given ?? []) start.set(values, parameters.get(name).offset);
  return start;
}

/** A T5 counts the parts of its blocks, too. */
const BLOCK = /^((?:.*?\.)?(?:h|layers?|blocks?)\.)(\d+)\./;

/**
 * The teacher's weights under the student's names, its blocks spread over the teacher's (DistilBERT).
 * @throws BenchtopError student_has_other_shape
 */
export function layersOf(
  { config: teacher, weights }: Pick<Trained, 'config' | 'weights'>,
  student: ModelConfig,
  model: Model,
): Weights {
  const spread = (of: (config: ModelConfig) => number): number =>
    of(student) > 1 ? (of(teacher) - 1) / (of(student) - 1) : 0;
  const inEncoder = spread(({ n_layer }) => n_layer);
  const inDecoder = spread((one) => ('n_decoder_layer' in one ? one.n_decoder_layer : 1));
  return new Map(
    model.parameters.map(({ name, shape }) => {
      const from = name.replace(BLOCK, (_all, before: string, block: string) => {
        const share = before.startsWith('decoder.') ? inDecoder : inEncoder;
        return `${before}${Math.round(Number(block) * share)}.`;
      });
      const values = weights.get(from);
      const size = shape.reduce((product, extent) => product * extent, 1);
      if (values?.length === size) return [name, values] as const;
      throw hostError('student_has_other_shape', { name });
    }),
  );
}
