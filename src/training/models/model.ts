// From a config to a model, by family.
import { BenchtopError } from '../../gpu/errors';
import type { Initial, ParameterSpec } from '../parameters';
import type { ModelConfig } from '../run/config';
import type { BlocksConfig } from '../run/modelConfig';
import { bert, bertParameters } from './bert';
import { blocks, blocksParameters } from './blocks';
import { convolutionModel, convolutionModelParameters } from './convolution';
import { distilbert, distilbertParameters } from './distilbert';
import { FAMILIES } from './families';
import { attentionWidth, gpt, gptParameters } from './gpt';
import type { EncoderDecoderModel, EncoderModel, LanguageModel } from './interfaces';
import { contextOf, headWidth, llama, llamaParameters } from './llama';
import { recurrentModel, recurrentModelParameters } from './recurrent';
import { sharedLookup, sharedSpecs } from './sharedLayers';
import { t5, t5Decode, t5Encode, t5Parameters } from './t5';

/** @throws BenchtopError heads_do_not_divide | chain_too_long */
export function parametersOf(config: ModelConfig, vocabSize: number): ParameterSpec[] {
  checkHeads(config);
  checkChain(config);
  return sharedSpecs(config, specsOf(config, vocabSize)).map((spec) => ({
    ...spec,
    initial: scaled(spec.initial, (config.initializer_range ?? FAMILY_STD) / FAMILY_STD),
  }));
}

/** The standard deviation with which the families write their normal weights down. */
const FAMILY_STD = 0.02;

const scaled = (initial: Initial, factor: number): Initial =>
  'normal' in initial ? { normal: initial.normal * factor } : initial;

function specsOf(config: ModelConfig, vocabSize: number): ParameterSpec[] {
  switch (config.family) {
    case 'gpt':
      return gptParameters(config, vocabSize);
    case 'llama':
      return llamaParameters(config, vocabSize);
    case 'recurrent':
      return recurrentModelParameters(config, vocabSize);
    case 'convolution':
      return convolutionModelParameters(config, vocabSize);
    case 'blocks':
      return blocksParameters(config, vocabSize);
    case 'bert':
      return bertParameters(config, vocabSize);
    case 'distilbert':
      return distilbertParameters(config, vocabSize);
    case 't5':
      return t5Parameters(config, vocabSize);
  }
}

function checkHeads(config: ModelConfig): void {
  if (!('n_head' in config) || config.family === 't5') return;
  // Heads that were left over need not divide the width.
  if ('pruned' in config && config.pruned) return;
  const { n_embd, n_head } = config;
  if ('n_kv_head' in config) requireDivisible(n_head, config.n_kv_head, 'A number of heads');
  if ('head_dim' in config && config.head_dim !== undefined) return;
  requireDivisible(n_embd, n_head, 'A width');
  if (FAMILIES[config.family].isRotary)
    requireDivisible(n_embd, 2 * n_head, 'With rotary positions, a width');
  if (config.family === 'blocks') checkBlocks(config);
}

function checkBlocks({ n_embd, n_head, positions, blocks: list }: BlocksConfig): void {
  for (const { mixer } of list) {
    if (mixer.kind !== 'attention') continue;
    requireDivisible(n_head, mixer.n_kv_head ?? n_head, 'A number of heads');
    if (positions === 'rope')
      requireDivisible(n_embd, 2 * n_head, 'With rotary positions, a width');
  }
}

function requireDivisible(whole: number, parts: number, what: string): void {
  if (whole % parts === 0) return;
  throw new BenchtopError(
    'heads_do_not_divide',
    `${what} of ${whole} cannot be split into ${parts}. Choose one that ${parts} divides.`,
    { n_embd: whole, n_head: parts },
  );
}

/** Recurrent layers × positions: each takes some dispatches of its own, forward and backward. */
const LONGEST_CHAIN = 4096;

function checkChain(config: ModelConfig): void {
  const layers = recurrentLayers(config);
  const positions = config.n_positions;
  if (layers * positions <= LONGEST_CHAIN) return;
  throw new BenchtopError(
    'chain_too_long',
    `${layers} recurrent layers of ${positions} positions are ${layers * positions} steps, one after another. Choose fewer layers or a shorter context: ${LONGEST_CHAIN} steps at most.`,
    { layers, positions, steps: layers * positions, most: LONGEST_CHAIN },
  );
}

function recurrentLayers(config: ModelConfig): number {
  if (config.family === 'recurrent') return config.n_layer;
  if (config.family !== 'blocks') return 0;
  const { n_layer, blocks: list } = config;
  const isRecurrent = (layer: number): boolean =>
    list[layer % list.length]!.mixer.kind === 'recurrent';
  return Array.from({ length: n_layer }, (_, layer) => layer).filter(isRecurrent).length;
}

const wrongFamily = ({ family }: ModelConfig, wanted: string): BenchtopError =>
  new BenchtopError('wrong_family', `A model of the family ${family} is not ${wanted}.`, {
    family,
  });

const factsOf = (config: ModelConfig, vocabSize: number) => ({
  vocabSize,
  contextLength: config.n_positions,
  parameters: parametersOf(config, vocabSize),
});

/** @throws BenchtopError heads_do_not_divide | chain_too_long | wrong_family */
export function buildModel(config: ModelConfig, vocabSize: number): LanguageModel {
  const facts = factsOf(config, vocabSize);
  switch (config.family) {
    case 'gpt':
      return {
        ...facts,
        cache: { layers: config.n_layer, width: attentionWidth(config) },
        forward: (parameter, inputs) => gpt(config, sharedLookup(config, parameter), inputs),
      };
    case 'llama':
      return {
        ...facts,
        contextLength: contextOf(config),
        cache: { layers: config.n_layer, width: headWidth(config) * config.n_kv_head },
        forward: (parameter, inputs) => llama(config, sharedLookup(config, parameter), inputs),
      };
    case 'recurrent':
      return {
        ...facts,
        forward: (parameter, inputs) => recurrentModel(config, parameter, inputs),
      };
    case 'convolution':
      return {
        ...facts,
        forward: (parameter, inputs) => convolutionModel(config, parameter, inputs),
      };
    case 'blocks':
      return { ...facts, forward: (parameter, inputs) => blocks(config, parameter, inputs) };
    default:
      throw wrongFamily(config, 'a causal language model');
  }
}

/** @throws BenchtopError heads_do_not_divide | wrong_family */
export function buildEncoder(config: ModelConfig, vocabSize: number): EncoderModel {
  const facts = factsOf(config, vocabSize);
  switch (config.family) {
    case 'bert':
      return {
        ...facts,
        forward: (parameter, inputs) => bert(config, sharedLookup(config, parameter), inputs),
      };
    case 'distilbert':
      return {
        ...facts,
        forward: (parameter, inputs) => distilbert(config, sharedLookup(config, parameter), inputs),
      };
    default:
      throw wrongFamily(config, 'an encoder');
  }
}

/** @throws BenchtopError wrong_family */
export function buildEncoderDecoder(config: ModelConfig, vocabSize: number): EncoderDecoderModel {
  if (config.family !== 't5') throw wrongFamily(config, 'an encoder with a decoder');
  return {
    ...factsOf(config, vocabSize),
    decoderStart: config.decoder_start_token_id,
    cache: { layers: config.n_decoder_layer, width: config.n_head * config.d_kv },
    memoryWidth: config.n_head * config.d_kv,
    encode: (parameter, inputs) => t5Encode(config, sharedLookup(config, parameter), inputs),
    decode: (parameter, inputs) => t5Decode(config, sharedLookup(config, parameter), inputs),
    forward: (parameter, inputs) => t5(config, sharedLookup(config, parameter), inputs),
  };
}
