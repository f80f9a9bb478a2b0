// A teacher that runs inside its student's step, on the same batch, by the objective of both.
import { multiplied } from '../../training/compress/factoredModel';
import type { Model } from '../../training/models/interfaces';
import { distilledTerm } from '../../training/objectives/distillation/distillTerm';
import type { LossTerm } from '../../training/objectives/lossTerm';
import { ParameterSet } from '../../training/parameters';
import { lookUp } from '../../training/run/state';
import type { Trained } from './compress/variants';

export function objectiveTeacher(
  { model, weights }: Pick<Trained<Model>, 'model' | 'weights'>,
  soft: Parameters<typeof distilledTerm>[2],
) {
  const set = new ParameterSet(model.parameters);
  const parameter = multiplied(lookUp(set));
  return {
    /** `terms`: the teacher's own. */
    withTeacher:
      (terms: readonly LossTerm[]) =>
      (term: LossTerm, index: number): LossTerm =>
        distilledTerm(term, { term: terms[index]!, parameter }, soft),
    fixed: [{ view: set.weights, data: set.pack(weights) }],
  };
}
