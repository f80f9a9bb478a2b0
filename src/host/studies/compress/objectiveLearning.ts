// Any other model is trained on by its own objective, from where its run stopped.
import { multiplied } from '../../../training/compress/factoredModel';
import { runObjective } from '../../../training/objectives/runObjective';
import type { TextData } from '../../../training/objectives/source';
import type { Model } from '../../../training/models/interfaces';
import type { RunConfig } from '../../../training/run/config';
import type { Minimized } from '../../../training/run/objective';
import { objectiveTeacher } from '../objectiveTeacher';
import { SOFT, type Learning } from './learning';

interface Reading {
  readonly config: RunConfig;
  readonly data: TextData;
  /** Steps of the run so far. */
  readonly steps: number;
}

export const objectiveLearning = ({ config, data, steps }: Reading): Learning<Model> => ({
  training: config.training,
  prepare({ pupil, state, training, teacher }) {
    const shaped = (model: RunConfig['model']): RunConfig => ({ ...config, model, training });
    const lessons = teacher && objectiveTeacher(teacher, SOFT);
    const terms = teacher && runObjective(shaped(teacher.config), data).terms;
    const objective = runObjective(
      shaped(pupil.config),
      data,
      terms && lessons?.withTeacher(terms),
    );
    const run = {
      ...objective,
      training: factored(objective.training),
      evaluation: factored(objective.evaluation),
      state,
      corpora: data,
      config: training,
    };
    return {
      run,
      corpora: data,
      batchesOf: (step) => objective.batchesOf(steps + step),
      fixed: lessons?.fixed,
    };
  },
});

/** Factors of the pupil's stand for the weights that the objective's model asks for. */
const factored = ({ objective, fields }: Minimized): Minimized => ({
  fields,
  objective: (inputs) => objective({ ...inputs, parameter: multiplied(inputs.parameter) }),
});
