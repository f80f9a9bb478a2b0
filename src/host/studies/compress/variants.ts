// Variants that can run: what a trained model has become, stored in the form that was chosen for it.
import type { ComputeContext } from '../../../gpu/compute';
import { CompressedWeights, type WeightRecipe } from '../../../training/compress/compressedWeights';
import { masksOfZeros } from '../../../training/compress/pruneModel';
import { sparseBytes, toBitmask } from '../../../training/compress/sparse';
import type { LanguageModel } from '../../../training/models/interfaces';
import {
  ParameterSet,
  type Parameter,
  type ParameterSpec,
  type Weights,
} from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';

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

type RecipeOf = (spec: ParameterSpec) => WeightRecipe;

export const wholeWeights: RecipeOf = () => ({ kind: 'float' });

/** Each parameter by its recipe; zeros in the layers of a pruned model take a bit each on disk. */
export async function stored(
  context: ComputeContext,
  { model, weights }: Pick<Trained, 'model' | 'weights'>,
  recipeOf = wholeWeights,
  isPruned = false,
): Promise<Variant> {
  const whole = await storedWeights(context, model.parameters, weights, recipeOf);
  const saved = isPruned ? savedByZeros(model.parameters, weights, recipeOf) : 0;
  return { ...whole, model, diskBytes: whole.diskBytes - saved };
}

/** Of a language model or of any other. */
export async function storedWeights(
  context: ComputeContext,
  specs: readonly ParameterSpec[],
  weights: Weights,
  recipeOf = wholeWeights,
): Promise<Omit<Variant, 'model'>> {
  const set = new ParameterSet(specs);
  context.buffers.write(set.weights, set.pack(weights));
  try {
    const compressed = await CompressedWeights.create(context, set, recipeOf);
    const bytesOf = (list: readonly Parameter[]): number =>
      list.reduce((sum, { name }) => sum + compressed.sizeBytes(name), 0);
    const otherBytes = bytesOf(set.list.filter(({ layout }) => !layout));
    const diskBytes = bytesOf(set.list);
    return { weights: compressed, parameters: set.count, diskBytes, otherBytes };
  } finally {
    context.buffers.freeResident(set.weights.buffer);
  }
}

const BITS: Readonly<Record<WeightRecipe['kind'], number>> = {
  float: 32,
  f16: 16,
  low_rank: 32,
  int8: 8,
  int4: 4,
};

/** What a bitmap of the values that are left saves beside writing the zeros too. */
function savedByZeros(
  specs: readonly ParameterSpec[],
  weights: Weights,
  recipeOf: RecipeOf,
): number {
  const masks = masksOfZeros(specs, weights);
  return specs.reduce((sum, spec) => {
    const mask = masks.get(spec.name);
    if (!mask) return sum;
    const values = weights.get(spec.name)!;
    const sparse = toBitmask(values, mask);
    const bits = BITS[recipeOf(spec).kind];
    const valueBytes = (sparse.values.length * bits) / 8;
    const own = sparseBytes(sparse) - sparse.values.byteLength + valueBytes;
    return sum + Math.max(0, Math.floor((values.length * bits) / 8 - own));
  }, 0);
}
