// Variants that can run: what a trained model has become, stored in the form that was chosen for it.
import type { ComputeContext } from '../../../gpu/compute';
import { CompressedWeights, type WeightScheme } from '../../../training/compress/compressedWeights';
import type { StoredWeights } from '../../../training/compress/packedValues';
import { storedTensors } from '../../../training/io/compressed/storedTensors';
import { safetensorsBytes } from '../../../training/io/safetensors/safetensorsWriter';
import type { LanguageModel, Model } from '../../../training/models/interfaces';
import type { ClassifierFacts } from '../../../training/nn/classifier';
import { ParameterSet, type ParameterSpec, type Weights } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import { sizeOf } from '../../../training/tensor';

/** A trained model on the CPU. */
export interface Trained<M extends Model = LanguageModel> {
  readonly config: ModelConfig;
  /** Factored where its weights are; with its output layer where it classifies. */
  readonly model: M;
  readonly weights: Weights;
  /** Weights that came packed, and are executed as they came. */
  readonly packed?: StoredWeights['packed'] | undefined;
  readonly classifier?: ClassifierFacts | undefined;
}

/** A variant that can run. */
export interface Variant<M extends Model = LanguageModel> {
  readonly model: M;
  readonly weights: CompressedWeights;
  readonly parameters: number;
  /** Of model.safetensors as it is exported. */
  readonly diskBytes: number;
  /** On the GPU, of what no scheme for layers is about: tables, norms, biases. */
  readonly otherBytes: number;
}

type SchemeOf = (spec: ParameterSpec) => WeightScheme;

export const wholeWeights: SchemeOf = () => ({ kind: 'float' });

/** Each parameter by its scheme, or as it came. Zeros in the layers of a pruned model take a bit each on disk. */
export async function stored<M extends Model>(
  context: ComputeContext,
  { config, model, weights, packed, classifier }: Trained<M>,
  schemeOf = wholeWeights,
  isPruned = false,
): Promise<Variant<M>> {
  const { parameters: specs } = model;
  const { weights: on, ...sizes } = packed
    ? sizesOf(CompressedWeights.upload(context, specs, { weights, packed }), specs)
    : await storedWeights(context, specs, weights, schemeOf);
  const formOf = (name: string) => on.formOf(name);
  const form = { formOf, weights, packed: packed ?? new Map(), isPruned };
  const { tensors } = storedTensors(
    { model: config, vocabSize: model.vocabSize, classifier },
    form,
  );
  return { ...sizes, weights: on, model, diskBytes: safetensorsBytes(tensors) };
}

export async function storedWeights(
  context: ComputeContext,
  specs: readonly ParameterSpec[],
  weights: Weights,
  schemeOf = wholeWeights,
): Promise<Omit<Variant, 'model'>> {
  const set = new ParameterSet(specs);
  context.buffers.write(set.weights, set.pack(weights));
  try {
    const compressed = await CompressedWeights.create(context, set, schemeOf);
    return sizesOf(compressed, specs);
  } finally {
    context.buffers.freeResident(set.weights.buffer);
  }
}

function sizesOf(
  weights: CompressedWeights,
  specs: readonly ParameterSpec[],
): Omit<Variant, 'model'> {
  const bytesOf = (list: readonly ParameterSpec[]): number =>
    list.reduce((sum, { name }) => sum + weights.sizeBytes(name), 0);
  return {
    weights,
    parameters: specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    diskBytes: bytesOf(specs),
    otherBytes: bytesOf(specs.filter(({ layout }) => !layout)),
  };
}
