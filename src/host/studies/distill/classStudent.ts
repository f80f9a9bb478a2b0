// Trains one classifier: distilled by another or, as the control, alone, with the same start, labeled
// examples and steps.
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
import {
  distilledClasses,
  type TeacherScores,
} from '../../../training/objectives/distillation/distillClasses';
import { combine, writeBatches } from '../../../training/objectives/combine';
import { heldOut } from '../../../training/objectives/heldOut';
import { runObjective, type RunObjective } from '../../../training/objectives/runObjective';
import type { ExampleData } from '../../../training/objectives/exampleData';
import type { TextData } from '../../../training/objectives/source';
import type { Weights } from '../../../training/parameters';
import type { ModelConfig, RunConfig } from '../../../training/run/config';
import { captureRun } from '../../../training/run/captureRun';
import { trainingState } from '../../../training/run/state';
import { Trainer } from '../../../training/run/trainer';
import type { CurveOf } from './rows';
import { initialOf, learn } from './student';
import type { DistillJob } from './work';

/** What is read and evaluated, by whatever model. */
export interface ClassTask {
  readonly run: RunConfig;
  readonly data: TextData;
  /** Labeled alone. */
  readonly examples: ExampleData;
}

export interface ClassStudentTask {
  readonly task: ClassTask;
  readonly model: ModelConfig;
  readonly config: SettledDistill;
  readonly initial: Weights | null;
  /** Null for the control. */
  readonly distilled: {
    readonly examples: ExampleData;
    readonly teacherScores: TeacherScores;
  } | null;
}

/** A model of this shape on these examples; all held-out ones are evaluated. */
export function classObjective(
  { run, data }: ClassTask,
  model: ModelConfig,
  examples: ExampleData,
  training: RunConfig['training'],
): RunObjective {
  const eval_windows = examples.validation.length;
  const config = { ...run, model, training: { ...training, eval_windows } };
  return runObjective(config, { ...data, examples, seed: training.seed });
}

/** Gives the weights of the model and of its output layer. */
export async function trainClassStudent(
  job: DistillJob,
  curve: CurveOf,
  { task, model, config, initial, distilled }: ClassStudentTask,
): Promise<Weights> {
  const { context } = job;
  const { seed } = curve;
  const training = { ...config.training, max_length: task.run.training.max_length, seed };
  const examples = distilled?.examples ?? task.examples;
  const objective = classObjective(task, model, examples, training);
  const { shape, heads } = objective;
  const [own] = objective.terms;
  const term = distilled
    ? distilledClasses(own!, { examples, seed }, distilled.teacherScores, config)
    : own!;
  const state = trainingState(objective.model, training, {
    trained: [...objective.model.parameters, ...heads],
  });
  const corpora = task.data;
  const times = training.gradient_accumulation_steps;
  const minimized = combine([term], shape, times);
  const run = { ...objective, training: minimized, state, corpora, config: training };
  const trainer = await Trainer.create(context, {
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) =>
      writeBatches([term], shape, times, (_part, batch) => ({
        split: 'train',
        index: step * times + batch,
        sourceOf: () => 0,
      })),
    initialWeights: initialOf(state.parameters, initial, seed),
  });
  try {
    const sets = objective.evaluationSets();
    await learn(trainer, job, curve, async () => {
      const [score] = await heldOut(objective, sets, (batch) => trainer.score(batch));
      return score!.terms.get(own!.name)!.loss;
    });
    return await trainer.weights();
  } finally {
    trainer.destroy();
  }
}
