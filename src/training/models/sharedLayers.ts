// Layers in groups that use the same weights (ALBERT, Lan et al. 2019): stored once, under the names
// of the first layers. The gradient of a weight is the sum over the layers that use it.
import type { ParameterLookup } from '../nn/weights';
import type { ParameterSpec } from '../parameters';
import type { ModelConfig } from '../run/config';
import { FAMILIES, isGenerativeFamily } from './families';

const LAYER = /^(transformer\.h|model\.layers|bert\.encoder\.layer)\.(\d+)\./;

type SharingConfig = Extract<ModelConfig, { num_hidden_groups?: number | undefined }>;

export const canShare = (config: ModelConfig): config is SharingConfig =>
  FAMILIES[config.family].hasLikeLayers === true;

/** How many layers have weights of their own; all of them where nothing is shared. */
export function ownLayers(config: ModelConfig): number {
  const groups = canShare(config) ? config.num_hidden_groups : undefined;
  return Math.min(groups ?? config.n_layer, config.n_layer);
}

/** Layers of a decoder that are alike and have weights of their own: some can leave, or share. */
export const hasSeparateLayers = (config: ModelConfig): boolean =>
  canShare(config) && isGenerativeFamily(config.family) && ownLayers(config) === config.n_layer;

/** Under which name a weight of some layer is stored. */
export function sharedName(config: ModelConfig, name: string): string {
  const own = ownLayers(config);
  const found = own < config.n_layer ? LAYER.exec(name) : null;
  if (!found) return name;
  const group = Math.floor((Number(found[2]) * own) / config.n_layer);
  return name.replace(LAYER, `${found[1]}.${group}.`);
}

/** What is stored, of the parameters of all layers. */
export const sharedSpecs = (
  config: ModelConfig,
  specs: readonly ParameterSpec[],
): readonly ParameterSpec[] =>
  specs.filter(({ name }) => {
    const layer = LAYER.exec(name);
    return !layer || Number(layer[2]) < ownLayers(config);
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
