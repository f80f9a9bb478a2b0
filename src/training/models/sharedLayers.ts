// Layers in groups that use the same weights (ALBERT, Lan et al. 2019): stored once, under the names
// of the first layers. The gradient of a weight is the sum over the layers that use it.
import type { ParameterLookup } from '../nn/weights';
import type { ParameterSpec } from '../parameters';
import type { ModelConfig } from '../run/config';
import { FAMILIES } from './families';

/** Of models whose layers are alike. T5 has them in two stacks. */
const LAYER =
  /^(transformer\.h|model\.layers|bert\.encoder\.layer|distilbert\.transformer\.layer|encoder\.block|decoder\.block)\.(\d+)\./;

interface Layer {
  /** Begins the names of its weights: `transformer.h.0`. */
  readonly block: string;
  readonly index: number;
  /** Layers of its stack. */
  readonly count: number;
  readonly renamed: (index: number) => string;
}

/** The layer that a weight belongs to; null of embeddings and heads. */
export function layerOf(config: ModelConfig, name: string): Layer | null {
  const found = LAYER.exec(name);
  if (!found) return null;
  const stack = found[1]!;
  const isDecoder = config.family === 't5' && stack.startsWith('decoder');
  return {
    block: `${stack}.${found[2]}`,
    index: Number(found[2]),
    count: isDecoder ? config.n_decoder_layer : config.n_layer,
    renamed: (index) => name.replace(LAYER, `${stack}.${index}.`),
  };
}

type SharingConfig = Extract<ModelConfig, { num_hidden_groups?: number | undefined }>;

export const canShare = (config: ModelConfig): config is SharingConfig =>
  FAMILIES[config.family].hasLikeLayers === true;

/** Layers of the deeper stack. */
const depthOf = (config: ModelConfig): number =>
  config.family === 't5' ? Math.max(config.n_layer, config.n_decoder_layer) : config.n_layer;

/** How many of so many layers have weights of their own; all of them where nothing is shared. */
export function ownLayers(config: ModelConfig, layers = depthOf(config)): number {
  const groups = canShare(config) ? config.num_hidden_groups : undefined;
  return Math.min(groups ?? layers, layers);
}

export const sharesLayers = (config: ModelConfig): boolean => ownLayers(config) < depthOf(config);

/** Layers that are alike and have weights of their own: some can leave, or share. */
export const hasSeparateLayers = (config: ModelConfig): boolean =>
  canShare(config) && !sharesLayers(config);

/** There is more than one such layer. */
export const hasSpareLayers = (config: ModelConfig): boolean =>
  hasSeparateLayers(config) && depthOf(config) > 1;

/** Under which name a weight of some layer is stored. */
export function sharedName(config: ModelConfig, name: string): string {
  const layer = layerOf(config, name);
  if (!layer) return name;
  const { index, count, renamed } = layer;
  const own = ownLayers(config, count);
  return own < count ? renamed(Math.floor((index * own) / count)) : name;
}

/** What is stored, of the parameters of all layers. */
export const sharedSpecs = (
  config: ModelConfig,
  specs: readonly ParameterSpec[],
): readonly ParameterSpec[] =>
  specs.filter(({ name }) => {
    const layer = layerOf(config, name);
    return !layer || layer.index < ownLayers(config, layer.count);
  });

export const sharedLookup =
  (config: ModelConfig, parameter: ParameterLookup): ParameterLookup =>
  (name) =>
    parameter(sharedName(config, name));

/** The same model with weights of its own in every layer. */
export const unshared = (config: ModelConfig): ModelConfig =>
  canShare(config) ? { ...config, num_hidden_groups: undefined } : config;

/** The first layer of each group speaks for all of it. */
export function shareLayers(
  config: ModelConfig,
  weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  groups: number,
): { config: ModelConfig; weights: Map<string, Float32Array<ArrayBuffer>> } {
  const smaller = { ...config, num_hidden_groups: groups } as ModelConfig;
  const shared = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, values] of weights) {
    const own = sharedName(smaller, name);
    if (!shared.has(own)) shared.set(own, values);
  }
  return { config: smaller, weights: shared };
}
