// A model with its memory for training: weights, gradients, what the optimiser keeps, and the
// moving average of the weights. Nothing is allocated until a program that uses it is compiled.
import type { BufferView } from '../../gpu/dispatch';
import type { LanguageModel } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import { isMuonMatrix } from '../optim/muon';
import { createOptimizer, type Optimizer } from '../optim/optimizer';
import { isMatrix, ParameterSet, type ParameterSpec } from '../parameters';
import { leaf } from '../tensor';
import type { TrainingConfig } from './config';

export interface TrainingState {
  readonly model: LanguageModel;
  readonly parameters: ParameterSet;
  readonly optimizer: Optimizer;
  /** Moving average of the weights; null where ema_decay is 0. */
  readonly average: BufferView | null;
  /** What evaluation and samples compute with: the weights or their average. */
  readonly shown: BufferView;
}

export function trainingState(
  model: LanguageModel,
  training: TrainingConfig,
  decays: (spec: ParameterSpec) => boolean = isMatrix,
): TrainingState {
  const leads = training.optim === 'muon' ? isMuonMatrix : undefined;
  const parameters = new ParameterSet(model.parameters, decays, leads);
  const average = training.ema_decay > 0 ? parameters.arena('average', 'weights') : null;
  return {
    model,
    parameters,
    optimizer: createOptimizer(training, parameters),
    average,
    shown: (training.use_ema && average) || parameters.weights,
  };
}

/** For `forward`: names that the model lacks (no bias, tied head) give undefined. */
export const lookUp =
  (parameters: ParameterSet, arena = parameters.weights): ParameterLookup =>
  (name) => {
    if (!parameters.has(name)) return undefined;
    if (arena === parameters.weights) return parameters.tensor(name);
    const parameter = parameters.get(name);
    return leaf(name, parameter.shape, 'f32', parameters.place(parameter, arena));
  };
