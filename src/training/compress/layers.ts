// Fewer blocks: some leave, those that stay lie evenly over the model, the first one among them.
import { BenchtopError } from '../../gpu/errors';
import { keepLayers } from '../models/llama';
import { hasSeparateLayers } from '../models/sharedLayers';
import type { ModelConfig } from '../run/config';

type Values = Float32Array<ArrayBuffer>;

const LAYER = /^(transformer\.h|model\.layers)\.(\d+)\./;

/**
 * A share of the blocks leaves; one stays at least.
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
  const count = Math.max(1, Math.ceil(n_layer * (1 - share)));
  const remaining = Array.from({ length: count }, (_, i) => Math.ceil((i * n_layer) / count));
  const left = new Map<string, Values>();
  for (const [name, values] of weights) {
    const found = LAYER.exec(name);
    const layer = found ? remaining.indexOf(Number(found[2])) : 0;
    if (layer < 0) continue;
    left.set(found ? name.replace(LAYER, `${found[1]}.${layer}.`) : name, values);
  }
  const own = config.family === 'llama' ? keepLayers(config, remaining) : config;
  return { config: { ...own, n_layer: count }, weights: left };
}
