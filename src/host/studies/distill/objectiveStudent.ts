// Trains one encoder or encoder-decoder: by the teacher, which reads the same batch inside its step, or, as
// the control, alone, with the same start, data and steps.
import type { Model } from '../../../training/models/interfaces';
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
import { heldOut } from '../../../training/objectives/heldOut';
import { runObjective } from '../../../training/objectives/runObjective';
import type { TextData } from '../../../training/objectives/source';
import type { Weights } from '../../../training/parameters';
import { captureRun } from '../../../training/run/captureRun';
import type { ModelConfig, RunConfig } from '../../../training/run/config';
import { trainingState } from '../../../training/run/state';
import { Trainer } from '../../../training/run/trainer';
import type { Trained } from '../compress/variants';
import { objectiveTeacher } from '../objectiveTeacher';
import type { CurveOf } from './rows';
import { initialOf, learn } from './student';
import type { DistillJob } from './work';

interface Learning {
  /** With the training of students. */
  readonly run: RunConfig;
  readonly data: TextData;
  readonly teacher: Trained<Model>;
  readonly student: ModelConfig;
  readonly initial: Weights | null;
  readonly settled: SettledDistill;
  /** The objective whose held-out loss is the curve. */
  readonly watched: string;
}

/** Gives the weights of one student. */
export function objectiveStudents(
  job: DistillJob,
  { run, data: whole, teacher, student, initial, settled, watched }: Learning,
): (curve: CurveOf) => Promise<Weights> {
  const { context } = job;
  const { withTeacher, fixed } = objectiveTeacher(teacher, settled);
  return async (curve) => {
    const { id, seed } = curve;
    const data = { ...whole, seed };
    const training = { ...run.training, seed };
    const shaped = (model: ModelConfig): RunConfig => ({ ...run, model, training });
    const isDistilled = id === 'distilled';
    const lessons = isDistilled
      ? withTeacher(runObjective(shaped(teacher.config), data).terms)
      : undefined;
    const objective = runObjective(shaped(student), data, lessons);
    const state = trainingState(objective.model, training);
    const trainer = await Trainer.create(context, {
      ...captureRun({ ...objective, state, corpora: data, config: training }, context.open.limits),
      corpora: data,
      batchesOf: (step) => objective.batchesOf(step),
      initialWeights: initialOf(state.parameters, initial, seed),
      fixed: isDistilled ? fixed : undefined,
    });
    try {
      const sets = objective.evaluationSets();
      await learn(trainer, job, curve, async () => {
        const [score] = await heldOut(objective, sets, (batch) => trainer.score(batch));
        return score!.terms.get(watched)!.loss;
      });
      return await trainer.weights();
    } finally {
      trainer.destroy();
    }
  };
}
