// Fewer blocks: some leave, those that stay lie evenly over their stack, the first one among them.
import { BenchtopError } from '../../gpu/errors';
import { keepLayers } from '../models/llama';
import { hasSeparateLayers, layerOf } from '../models/sharedLayers';
import type { ModelConfig } from '../run/config';

type Values = Float32Array<ArrayBuffer>;

/**
 * A share of the blocks leaves; one stays at least, in either stack of an encoder with a decoder.
 * @throws BenchtopError no_layers_to_remove
 */
export function removeLayers(
  config: ModelConfig,
  weights: ReadonlyMap<string, Values>,
  share: number,
): { config: ModelConfig; weights: Map<string, Values> } {
  const { family, n_layer } = config;
  if (!hasSeparateLayers(config)) {
    throw new BenchtopError(
      'no_layers_to_remove',
      `The blocks of this ${family} are not alike, or share weights: none can simply leave.`,
      { family },
    );
  }
  const left = new Map<string, Values>();
  for (const [name, values] of weights) {
    const layer = layerOf(config, name);
    const index = layer ? remainingOf(layer.count, share).indexOf(layer.index) : 0;
    if (index >= 0) left.set(layer?.renamed(index) ?? name, values);
  }
  return { config: withLayers(config, remainingOf(n_layer, share), share), weights: left };
}

function remainingOf(layers: number, share: number): number[] {
  const count = Math.max(1, Math.ceil(layers * (1 - share)));
  return Array.from({ length: count }, (_, i) => Math.ceil((i * layers) / count));
}

function withLayers(config: ModelConfig, remaining: readonly number[], share: number): ModelConfig {
  const n_layer = remaining.length;
  switch (config.family) {
    case 'llama':
      return { ...keepLayers(config, remaining), n_layer };
    case 't5': {
      const n_decoder_layer = remainingOf(config.n_decoder_layer, share).length;
      return { ...config, n_layer, n_decoder_layer };
    }
    default:
      return { ...config, n_layer };
  }
}
