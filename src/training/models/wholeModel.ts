// A model of any family with all the weights that it is used with.
import { classifierParameters, type ClassifierFacts } from '../nn/classifier';
import type { ModelConfig } from '../run/config';
import { isGenerativeFamily } from './families';
import type { Model } from './interfaces';
import { buildModel, parametersOf } from './model';

/**
 * One that continues texts can run by itself; the others, and classifiers with their output layer, run within
 * an objective.
 * @throws BenchtopError heads_do_not_divide | chain_too_long
 */
export function wholeModel(
  config: ModelConfig,
  vocabSize: number,
  classifier?: ClassifierFacts,
): Model {
  if (!classifier && isGenerativeFamily(config.family)) return buildModel(config, vocabSize);
  const head = classifier ? classifierParameters(config, classifier.labels.length) : [];
  const parameters = [...parametersOf(config, vocabSize), ...head];
  return { vocabSize, contextLength: config.n_positions, parameters };
}
