// A model with its memory for training: weights, gradients, what the optimizer keeps, and the
// moving average of the weights. Nothing is allocated until a program that uses it is compiled.
import type { BufferView } from '../../gpu/dispatch';
import type { LanguageModel, Model } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import type { Optimizer } from '../optim/interface';
import { createOptimizer } from '../optim/optimizer';
import { isLayerMatrix, isMatrix, ParameterSet, type ParameterSpec } from '../parameters';
import { leaf } from '../tensor';
import type { TrainingConfig } from './config';

/** What a run trains, where that is not simply all of the model. */
export interface TrainedParameters {
  /** Trained; all of the model where left out. */
  readonly trained?: readonly ParameterSpec[];
  /** What the model has besides and nothing changes. */
  readonly frozen?: ParameterSet;
  /** Between these weights and the model, e.g. `withLora`. */
  readonly adapt?: (weights: ParameterLookup, training: boolean) => ParameterLookup;
  /** Which parameters get weight decay. */
  readonly decays?: (spec: ParameterSpec) => boolean;
}

export interface TrainingState<M extends Model = LanguageModel> extends Pick<
  TrainedParameters,
  'frozen' | 'adapt'
> {
  readonly model: M;
  /** What is trained. */
  readonly parameters: ParameterSet;
  readonly optimizer: Optimizer;
  /** Moving average of the weights; null where ema_decay is 0. */
  readonly average: BufferView | null;
  /** What evaluation and samples compute with: the weights or their average. */
  readonly shown: BufferView;
  /** Pruning (compress/maskArena.ts): one bit a weight; what it drops is 0 after every update. */
  readonly mask?: BufferView;
}

export function trainingState<M extends Model>(
  model: M,
  training: TrainingConfig,
  { trained = model.parameters, decays = isMatrix, ...rest }: TrainedParameters = {},
): TrainingState<M> {
  const leads = training.optim === 'muon' ? isLayerMatrix : undefined;
  const parameters = new ParameterSet(trained, decays, leads);
  const average = training.ema_decay > 0 ? parameters.arena('average', 'weights') : null;
  return {
    ...rest,
    model,
    parameters,
    optimizer: createOptimizer(training, parameters),
    average,
    shown: (training.use_ema && average) || parameters.weights,
  };
}

/** For `forward`: names that the set lacks (no bias, tied head) give undefined. */
export const lookUp =
  (parameters: ParameterSet, arena = parameters.weights): ParameterLookup =>
  (name) => {
    if (!parameters.has(name)) return undefined;
    if (arena === parameters.weights) return parameters.tensor(name);
    const parameter = parameters.get(name);
    return leaf(name, parameter.shape, 'f32', parameters.place(parameter, arena));
  };

/** All that the model computes with; the trained part from `arena`. */
export function weightsOf(
  { parameters, frozen, adapt }: TrainingState<Model>,
  arena = parameters.weights,
  training = false,
): ParameterLookup {
  const trained = lookUp(parameters, arena);
  const fixed = frozen && lookUp(frozen);
  const weights: ParameterLookup = fixed ? (name) => trained(name) ?? fixed(name) : trained;
  return adapt ? adapt(weights, training) : weights;
}
