// A frozen model whose layers stay packed while adapters beside them learn (QLoRA, Dettmers et al. 2023):
// words and scales stand in the arena in place of each layer's weight; the rest of the model as it is.
import { isLayerMatrix, ParameterSet, type ParameterSpec, type Weights } from '../parameters';
import type { ParameterLookup } from '../nn/weights';
import type { Quantization } from '../run/finetuningConfig';
import { leaf, sizeOf, type Tensor } from '../tensor';
import { formatOf, type WeightScheme } from './compressedWeights';
import { packWeight, unpackWeight } from './packWeight';
import { dequantized } from './quantized';

const RECIPES = {
  int8: { kind: 'int8', scales: 'channel', activations: 'float' },
  int4: { kind: 'int4', group: 32, asymmetric: false },
} as const satisfies Record<Quantization, WeightScheme>;

const outputsFirst = ({ layout }: ParameterSpec): boolean => layout !== 'conv1d';

export const formatFor = (spec: ParameterSpec, quantization: Quantization) =>
  formatOf(spec.shape, outputsFirst(spec), RECIPES[quantization]);

const wordsName = (name: string): string => `${name}.words`;
const scalesName = (name: string): string => `${name}.scales`;

export class PackedBase {
  /** All of the model, its layers packed. */
  readonly parameters: ParameterSet;
  readonly #specs: readonly ParameterSpec[];
  readonly #quantization: Quantization;

  constructor(specs: readonly ParameterSpec[], quantization: Quantization) {
    this.#specs = specs;
    this.#quantization = quantization;
    this.parameters = new ParameterSet(
      specs.flatMap((spec) => (isLayerMatrix(spec) ? this.#packedSpecs(spec) : [spec])),
    );
  }

  #packedSpecs(spec: ParameterSpec): ParameterSpec[] {
    const { words, scales } = this.#pack(spec, new Float32Array(sizeOf(spec.shape)));
    const common = { initial: { constant: 0 } };
    return [
      {
        ...common,
        name: wordsName(spec.name),
        shape: [words.length],
        standsFor: sizeOf(spec.shape),
      },
      { ...common, name: scalesName(spec.name), shape: [scales.length], standsFor: 0 },
    ];
  }

  #pack(spec: ParameterSpec, weight: Float32Array) {
    return packWeight(weight, formatFor(spec, this.#quantization), outputsFirst(spec));
  }

  /** The model's weights as the graph sees them: products with layers read the packed form. */
  lookUp(stored: ParameterLookup): ParameterLookup {
    const layers = new Map(this.#layers().map((spec) => [spec.name, spec]));
    const made = new Map<string, Tensor>();
    return (name) => {
      const spec = layers.get(name);
      if (!spec) return stored(name);
      const format = formatFor(spec, this.#quantization);
      const [words, scales] = [stored(wordsName(name))!, stored(scalesName(name))!];
      const bits = leaf(words.name, words.shape, 'u32', words.leaf!);
      const weight =
        made.get(name) ?? dequantized({ format, words: bits, scales }, outputsFirst(spec));
      made.set(name, weight);
      return weight;
    };
  }

  /** What the arena holds of a model's weights. */
  pack(weights: Weights): Weights {
    const packed = new Map(weights);
    for (const spec of this.#layers()) {
      const { words, scales } = this.#pack(spec, weights.get(spec.name)!);
      packed.delete(spec.name);
      packed
        .set(wordsName(spec.name), new Float32Array(words.buffer))
        .set(scalesName(spec.name), scales);
    }
    return packed;
  }

  /** The weights that it computes with. */
  open(stored: Weights): Weights {
    return new Map(
      this.#specs.map((spec) => {
        if (!isLayerMatrix(spec)) return [spec.name, stored.get(spec.name)!];
        const words = stored.get(wordsName(spec.name))!;
        const packed = {
          words: new Uint32Array(words.buffer, words.byteOffset, words.length),
          scales: stored.get(scalesName(spec.name))!,
        };
        const format = formatFor(spec, this.#quantization);
        return [spec.name, unpackWeight(packed, format, outputsFirst(spec))];
      }),
    );
  }

  #layers(): ParameterSpec[] {
    return this.#specs.filter(isLayerMatrix);
  }
}
