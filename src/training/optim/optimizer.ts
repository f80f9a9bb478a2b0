// An optimizer's memory and its dispatches, chosen by the run's config.
import { adamw } from '../../gpu/kernels/optimizer/adamw';
import { lion } from '../../gpu/kernels/optimizer/lion';
import { sgd } from '../../gpu/kernels/optimizer/sgd';
import type { ParameterSet } from '../parameters';
import type { TrainingConfig } from '../run/config';
import { adafactorOf } from './adafactor';
import type { Optimizer } from './interface';
import { muonOf } from './muon';

export function createOptimizer(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  switch (config.optim) {
    case 'adamw':
      return adamwOf(config, parameters);
    case 'sgd':
      return sgdOf(config, parameters);
    case 'lion':
      return lionOf(config, parameters);
    case 'muon':
      return muonOf(config, parameters);
    case 'adafactor':
      return adafactorOf(config, parameters);
  }
}

const arenasOf = (parameters: ParameterSet, { weight_decay }: TrainingConfig) => ({
  params: parameters.weights,
  grads: parameters.gradients,
  sizeElements: parameters.sizeElements,
  decayEnd: parameters.decayEnd,
  weightDecay: weight_decay,
});

function adamwOf(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  const m = parameters.arena('adam_m', 'optimizer');
  const v = parameters.arena('adam_v', 'optimizer');
  const { adam_beta1: beta1, adam_beta2: beta2, adam_epsilon: eps } = config;
  const args = { ...arenasOf(parameters, config), m, v, beta1, beta2, eps };
  return { state: [m, v], update: (sink, inputs) => adamw(sink, { ...args, ...inputs }) };
}

function sgdOf(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  const momentumBuffer = parameters.arena('sgd_momentum', 'optimizer');
  const { momentum, nesterov } = config;
  const args = { ...arenasOf(parameters, config), momentumBuffer, momentum, nesterov };
  return { state: [momentumBuffer], update: (sink, inputs) => sgd(sink, { ...args, ...inputs }) };
}

function lionOf(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  const m = parameters.arena('lion_m', 'optimizer');
  const { adam_beta1: beta1, adam_beta2: beta2 } = config;
  const args = { ...arenasOf(parameters, config), m, beta1, beta2 };
  return { state: [m], update: (sink, inputs) => lion(sink, { ...args, ...inputs }) };
}
