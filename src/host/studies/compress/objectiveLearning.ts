// Any other model is trained on by its own objective, from where its run stopped.
import { multiplied } from '../../../training/compress/factoredModel';
import { distilledTerm } from '../../../training/objectives/distillation/distillTerm';
import type { LossTerm } from '../../../training/objectives/lossTerm';
import { runObjective } from '../../../training/objectives/runObjective';
import type { TextData } from '../../../training/objectives/source';
import type { Model } from '../../../training/models/interfaces';
import { ParameterSet } from '../../../training/parameters';
import type { RunConfig } from '../../../training/run/config';
import type { Minimized } from '../../../training/run/objective';
import { lookUp } from '../../../training/run/state';
import { SOFT, type Learning } from './learning';
import type { Trained } from './variants';

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
    const lessons = teacher && teacherOf(teacher, runObjective(shaped(teacher.config), data).terms);
    const objective = runObjective(shaped(pupil.config), data, lessons?.withTeacher);
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
      fixed: lessons && [lessons.fixed],
    };
  },
});

/** Factors of the pupil's stand for the weights that the objective's model asks for. */
const factored = ({ objective, fields }: Minimized): Minimized => ({
  fields,
  objective: (inputs) => objective({ ...inputs, parameter: multiplied(inputs.parameter) }),
});

/** Runs inside the pupil's step, on the same batch. */
function teacherOf(
  { model, weights }: Pick<Trained<Model>, 'model' | 'weights'>,
  terms: readonly LossTerm[],
) {
  const set = new ParameterSet(model.parameters);
  const parameter = multiplied(lookUp(set));
  return {
    withTeacher: (term: LossTerm, index: number) =>
      distilledTerm(term, { term: terms[index]!, parameter }, SOFT),
    fixed: { view: set.weights, data: set.pack(weights) },
  };
}
