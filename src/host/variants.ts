// The variants of a trained model that a comparison lines up: how each is made from the weights, and
// what may honestly be said of it.
import { BenchtopError } from '../gpu/errors';
import type { GpuContext } from '../gpu/replay';
import {
  CompressedWeights,
  recipeForLayers,
  type WeightRecipe,
} from '../training/compress/compressedWeights';
import { pruneEach, type PruneMask } from '../training/compress/prune';
import { masked } from '../training/compress/maskArena';
import { sparseBytes, toBitmask } from '../training/compress/sparse';
import { shrinkGpt } from '../training/compress/structured';
import type { LanguageModel } from '../training/models/interfaces';
import { buildModel } from '../training/models/model';
import { ParameterSet, type Parameter } from '../training/parameters';
import type { ModelConfig } from '../training/run/config';
import type { Honesty, VariantId } from './compareResult';
import { recover, type Recovery, type Weights } from './variantsRecovery';

/** A trained model on the CPU. */
export interface Trained {
  readonly config: ModelConfig;
  readonly model: LanguageModel;
  readonly weights: Weights;
}

/** A variant that can run. */
export interface Variant {
  readonly model: LanguageModel;
  readonly weights: CompressedWeights;
  readonly parameters: number;
  readonly diskBytes: number;
  /** On the GPU, of what no recipe for layers is about: tables, norms, biases. */
  readonly otherBytes: number;
}

export interface VariantPlan {
  readonly id: VariantId;
  readonly honesty: Honesty;
  readonly recovers: boolean;
  make(context: GpuContext, source: Trained, recovery: Recovery): Promise<Variant>;
}

const PRUNED_SHARE = 0.2;

const float = (): WeightRecipe => ({ kind: 'float' });
export const int8 = (activations: 'float' | 'int8'): WeightRecipe => ({
  kind: 'int8',
  scales: 'channel',
  activations,
});

/** Half the weights of every layer's matrix, as two factors. */
function lowRank({ shape, layout }: Parameter): WeightRecipe {
  if (shape.length !== 2 || !layout) return float();
  const [rows, cols] = shape as [number, number];
  const rank = Math.max(1, Math.floor((0.5 * rows * cols) / (rows + cols)));
  return { kind: 'low_rank', rank, factors: float() };
}

/** Whole, or each parameter by its recipe. */
export async function stored(
  context: GpuContext,
  { model, weights }: Pick<Trained, 'model' | 'weights'>,
  recipeOf: (parameter: Parameter) => WeightRecipe = float,
): Promise<Variant> {
  const set = new ParameterSet(model.parameters);
  context.buffers.write(set.weights, set.pack(weights));
  try {
    const compressed = await CompressedWeights.create(context, set, recipeOf);
    const bytesOf = (list: readonly Parameter[]): number =>
      list.reduce((sum, { name }) => sum + compressed.sizeBytes(name), 0);
    const otherBytes = bytesOf(set.list.filter(({ layout }) => !layout));
    const diskBytes = bytesOf(set.list);
    return { model, weights: compressed, parameters: set.count, diskBytes, otherBytes };
  } finally {
    context.buffers.freeResident(set.weights.buffer);
  }
}

const packed = (
  id: VariantId,
  recipeOf: (parameter: Parameter) => WeightRecipe,
  honesty: Honesty = 'executed',
): VariantPlan => ({
  id,
  honesty,
  recovers: false,
  make: (context, source) => stored(context, source, recipeOf),
});

function pruneMasks({ model, weights }: Trained): Map<string, PruneMask> {
  const layers = model.parameters.filter(({ layout }) => layout).map(({ name }) => name);
  const masks = pruneEach(
    layers.map((name) => weights.get(name)!),
    PRUNED_SHARE,
  );
  return new Map(layers.map((name, i) => [name, masks[i]!]));
}

const pruned = (id: 'pruned' | 'pruned_recovered', recovers: boolean): VariantPlan => ({
  id,
  honesty: 'storage',
  recovers,
  async make(context, source, recovery) {
    const masks = pruneMasks(source);
    const cut: Weights = new Map(
      [...source.weights].map(([name, values]) => {
        const mask = masks.get(name);
        return [name, mask ? masked(values, mask) : values];
      }),
    );
    const weights = recovers ? await recover(recovery, source.model, cut, masks) : cut;
    const variant = await stored(context, { model: source.model, weights });
    const diskBytes = [...weights].reduce((sum, [name, values]) => {
      const mask = masks.get(name);
      return sum + (mask ? sparseBytes(toBitmask(values, mask)) : values.byteLength);
    }, 0);
    return { ...variant, diskBytes };
  },
});

/** A smaller model of the same family, trained on for a little. */
const shrunk = (
  id: 'half_heads' | 'half_layers',
  shrink: (source: Trained) => { config: ModelConfig; weights: Weights },
): VariantPlan => ({
  id,
  honesty: 'executed',
  recovers: true,
  async make(context, source, recovery) {
    const { config, weights } = shrink(source);
    const model = buildModel(config, source.model.vocabSize);
    const recovered = await recover(recovery, model, weights, null);
    return stored(context, { model, weights: recovered });
  },
});

function halfTheHeads({ config, weights }: Trained) {
  if (config.family !== 'gpt') throw new Error('Only a GPT loses heads.');
  const inner = config.pruned?.n_inner ?? 4 * config.n_embd;
  return shrinkGpt(config, weights, {
    heads: Math.floor(config.n_head / 2),
    neurons: Math.floor(inner / 2),
  });
}

const LAYER = /^(transformer\.h|model\.layers)\.(\d+)\./;

/** Every second layer stays, the first one included. */
function halfTheLayers({ config, weights }: Trained) {
  const kept: Weights = new Map();
  for (const [name, values] of weights) {
    const found = LAYER.exec(name);
    if (!found) {
      kept.set(name, values);
      continue;
    }
    const layer = Number(found[2]);
    if (layer % 2 === 0) kept.set(name.replace(LAYER, `${found[1]}.${layer / 2}.`), values);
  }
  return { config: { ...config, n_layer: Math.ceil(config.n_layer / 2) }, weights: kept };
}

/**
 * What can be made of this model on this adapter, the reference first.
 * @throws BenchtopError wrong_family
 */
export function variantPlans({ config, model }: Trained, dot4: boolean): VariantPlan[] {
  // Compression is of layers that say so; without any, each variant would be a copy with a fine name.
  if (!model.parameters.some(({ layout }) => layout)) {
    const { family } = config;
    throw new BenchtopError('wrong_family', `No layer of a ${family} can be compressed yet.`, {
      family,
    });
  }
  const plans = [
    packed('fp32', float),
    packed('int8', recipeForLayers(int8('float'))),
    packed('int8_dot', recipeForLayers(int8('int8')), dot4 ? 'executed' : 'emulated'),
    packed('int4', recipeForLayers({ kind: 'int4', group: 32, asymmetric: false })),
    packed('low_rank', lowRank),
    pruned('pruned', false),
    pruned('pruned_recovered', true),
  ];
  const { family, n_layer } = config;
  if (family === 'gpt' && config.n_head > 1) plans.push(shrunk('half_heads', halfTheHeads));
  if ((family === 'gpt' || family === 'llama') && n_layer > 1) {
    plans.push(shrunk('half_layers', halfTheLayers));
  }
  return plans;
}
