// Trains one student: by the teacher or, as the control, alone, with the same start, text and steps.
import { hostError } from '../../protocol/error';
import type { ComputeContext } from '../../../gpu/compute';
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
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
import type { Corpora, TrainerSetup } from '../../../training/run/trainerSetup';
import type { ParameterSet, Weights } from '../../../training/parameters';
import type { Teacher } from './teacher';
import type { Trained } from '../compress/variants';

export interface StudentTask {
  readonly context: ComputeContext;
  readonly model: LanguageModel;
  readonly config: SettledDistill;
  readonly seed: number;
  /** Null for the control. */
  readonly teacher: Teacher | null;
  readonly initial: Weights | null;
  /** Widths of the two streams, where they are matched. */
  readonly widths: { readonly student: number; readonly teacher: number; readonly blocks: number };
  readonly corpora: Corpora;
  readonly starts: Int32Array;
  readonly heldOut: Int32Array;
  readonly signal: AbortSignal;
  readonly onStep: (done: number) => void;
  readonly onEval: (step: number, loss: number) => void;
}

const EVALUATION_ROWS = 16;

export async function trainStudent(task: StudentTask): Promise<Weights> {
  const { onStep, onEval, signal, model, heldOut } = task;
  const trainer = await Trainer.create(task.context, trainerOf(task));
  try {
    await learn(trainer, { onStep, onEval, signal }, async () => {
      const losses = await trainer.evaluate(heldOut);
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    });
    return withoutProjections(await trainer.weights(), model);
  } finally {
    trainer.destroy();
  }
}

/** All steps of a student, and its held-out loss now and then. */
export async function learn(
  trainer: Trainer,
  { onStep, onEval, signal }: Pick<StudentTask, 'onStep' | 'onEval' | 'signal'>,
  evaluate: () => Promise<number>,
): Promise<void> {
  const { max_steps: steps, eval_steps: every } = trainer.setup.config;
  const told = (done: readonly { step: number }[]): void => onStep((done.at(-1)?.step ?? 0) + 1);
  while (trainer.step < steps && !signal.aborted) {
    const until = Math.min(steps, (Math.floor(trainer.step / every) + 1) * every);
    await trainer.train(until, told, () => signal.aborted);
    if (!signal.aborted) onEval(trainer.step, await evaluate());
  }
}

/**
 * Captured, with nothing on the device yet.
 * @throws BenchtopError no_attention_to_match, ShapeError where teacher and student do not fit
 */
export function trainerOf(task: StudentTask): TrainerSetup {
  const { context, model, config, seed, teacher, corpora, starts, heldOut, widths } = task;
  const training = { ...config.training, seed };
  const projections =
    teacher && config.hidden > 0
      ? hiddenProjections(
          { width: widths.student, blocks: widths.blocks },
          { width: widths.teacher },
        )
      : [];
  const trained = [...model.parameters, ...projections];
  const state = trainingState(model, training, { trained });
  const seqLen = model.contextLength;
  const { per_device_train_batch_size: batch, gradient_accumulation_steps: times } = training;
  const minimized = teacher
    ? distilled(model, teacher.source, config, batch)
    : nextTokens(model, batch);
  const { fields } = minimized;
  const columnStride = seqLen * (teacher?.source.kind === 'logits' ? teacher.source.topK : 0);
  const batches = { fields, starts, batch, times, seed, columnStride };
  const rows = Math.min(EVALUATION_ROWS, heldOut.length);
  const run = windowRun(model, state, minimized, rows, { corpora, config: training });
  return {
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) => distillBatches(batches, step),
    initialWeights: initialOf(state.parameters, task.initial, seed),
    ...(teacher && { fixed: teacher.fixed }),
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

const BLOCK = /^((?:.*\.)?(?:h|layers|blocks)\.)(\d+)\./;

/**
 * The teacher's weights under the student's names, its blocks spread over the teacher's (DistilBERT).
 * @throws BenchtopError student_has_other_shape
 */
export function layersOf(
  { config: teacher, weights }: Pick<Trained, 'config' | 'weights'>,
  student: ModelConfig,
  model: Model,
): Weights {
  const spread = student.n_layer > 1 ? (teacher.n_layer - 1) / (student.n_layer - 1) : 0;
  return new Map(
    model.parameters.map(({ name, shape }) => {
      const from = name.replace(
        BLOCK,
        (_all, before: string, block: string) => `${before}${Math.round(Number(block) * spread)}.`,
      );
      const values = weights.get(from);
      const size = shape.reduce((product, extent) => product * extent, 1);
      if (values?.length === size) return [name, values] as const;
      throw hostError('student_has_other_shape', { name });
    }),
  );
}
