// The weights of a model in compressed form, for inference: each parameter is stored by its recipe in
// buffers of its own, and stands in the graph as what it is worth, so that any model runs on it as it
// is. Made on the GPU from weights that lie there; those can be freed afterwards.
import type { BufferView } from '../../gpu/dispatch';
import type { Calibration, QuantizedFormat } from '../../gpu/kernels/matmul/quantize';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { GraphLowering, type Target } from '../lower';
import { reshape } from '../ops/layout/reshape';
import { svd } from '../ops/svd';
import { matrixShape, type Parameter, type ParameterSet, type ParameterSpec } from '../parameters';
import { leaf, sizeOf, type Shape, type Tensor } from '../tensor';
import { factored } from './factored';
import { dequantized, quantizeWeight, type Activations } from './quantized';

export type WeightRecipe =
  | { readonly kind: 'float' }
  | {
      readonly kind: 'int8';
      readonly scales: 'tensor' | 'channel';
      readonly activations: Activations;
      readonly calibration?: Calibration;
    }
  | {
      readonly kind: 'int4';
      readonly group: number;
      readonly asymmetric: boolean;
      readonly calibration?: Calibration;
    }
  /** Halves, on any adapter. */
  | { readonly kind: 'f16' }
  /** A weight that thin factors would not make smaller stays whole, as `factors` says. */
  | { readonly kind: 'low_rank'; readonly rank: number; readonly factors: WeightRecipe };

/** `recipe` for every layer inside the model, and for embeddings and heads where `tables` says so. */
export const recipeForLayers =
  (recipe: WeightRecipe, { tables = false } = {}) =>
  ({ shape, layout }: ParameterSpec): WeightRecipe =>
    layout !== undefined || (tables && shape.length === 2) ? recipe : { kind: 'float' };

export class CompressedWeights {
  readonly #context: ComputeContext;
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #buffers: ReadonlyMap<string, readonly BufferView[]>;

  private constructor(
    context: ComputeContext,
    tensors: ReadonlyMap<string, Tensor>,
    buffers: ReadonlyMap<string, readonly BufferView[]>,
  ) {
    this.#context = context;
    this.#tensors = tensors;
    this.#buffers = buffers;
  }

  /** From the weights that lie in the set's arena. */
  static async create(
    context: ComputeContext,
    source: ParameterSet,
    recipeOf: (parameter: Parameter) => WeightRecipe,
  ): Promise<CompressedWeights> {
    const tensors = new Map<string, Tensor>();
    const buffers = new Map<string, readonly BufferView[]>();
    const targets: Target[] = [];
    for (const parameter of source.list) {
      const store = new WeightStore(parameter.name);
      // The head and other [out, in] weights have their outputs first, as tables have their rows.
      const outputsFirst = parameter.layout !== 'conv1d';
      const recipe = recipeOf(parameter);
      const isWhole = recipe.kind === 'float' || parameter.shape.length === 2;
      const { tensor } = parameter;
      const weight = isWhole ? tensor : reshape(tensor, matrixShape(parameter));
      tensors.set(parameter.name, store.add(weight, outputsFirst, recipe));
      buffers.set(
        parameter.name,
        store.targets.map(({ into }) => into),
      );
      targets.push(...store.targets);
    }
    const recorder = new Recorder(context.open.limits);
    // No op that runs here reads the step.
    const step = recorder.scratch('step', STEP_SIZE_BYTES);
    new GraphLowering(recorder, step).run(targets);
    const program = await context.compile(recorder.dispatches);
    program.run();
    await context.idle();
    program.destroy();
    return new CompressedWeights(context, tensors, buffers);
  }

  /** For `forward`: names that the model lacks give undefined. */
  readonly parameter = (name: string): Tensor | undefined => this.#tensors.get(name);

  /** Bytes on the GPU of one parameter in its form. */
  sizeBytes(name: string): number {
    const views = this.#buffers.get(name) ?? [];
    return views.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  destroy(): void {
    for (const views of this.#buffers.values()) {
      for (const { buffer } of views) this.#context.buffers.freeResident(buffer);
    }
  }
}

/** Plans the buffers of one parameter. */
class WeightStore {
  readonly targets: { readonly tensor: Tensor; readonly into: BufferView }[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** What stands for the weight in the graph. */
  add(weight: Tensor, outputsFirst: boolean, recipe: WeightRecipe): Tensor {
    switch (recipe.kind) {
      case 'float':
        return this.#keep(weight);
      case 'low_rank': {
        const [rows, cols] = weight.shape as [number, number];
        if (recipe.rank * (rows + cols) >= rows * cols) {
          return this.add(weight, outputsFirst, recipe.factors);
        }
        const { left, right } = svd(weight).factors(recipe.rank);
        const [a, b] = [left, right].map((factor) =>
          this.add(factor, outputsFirst, recipe.factors),
        ) as [Tensor, Tensor];
        return factored(a, b);
      }
      default: {
        const format = formatOf(weight.shape, outputsFirst, recipe);
        const calibration = recipe.kind === 'f16' ? undefined : recipe.calibration;
        const packed = quantizeWeight(weight, format, outputsFirst, calibration && { calibration });
        const words = this.#keep(packed.words);
        const scales = packed.scales && this.#keep(packed.scales);
        const zeros = packed.zeros && this.#keep(packed.zeros);
        const activations = recipe.kind === 'int8' ? recipe.activations : 'float';
        return dequantized({ format, words, scales, zeros }, outputsFirst, activations);
      }
    }
  }

  /** A buffer of its own for a tensor that is computed once. */
  #keep(tensor: Tensor): Tensor {
    const { shape, dtype } = tensor;
    const into = wholeView(declareBuffer(this.#name, sizeOf(shape) * 4, 'weights', true));
    this.targets.push({ tensor, into });
    return leaf(this.#name, shape, dtype, into);
  }
}

export function formatOf(
  shape: Shape,
  outputsFirst: boolean,
  recipe: WeightRecipe & { readonly kind: 'int8' | 'int4' | 'f16' },
): QuantizedFormat {
  const [first, second] = shape as [number, number];
  const [rows, cols] = outputsFirst ? [first, second] : [second, first];
  if (recipe.kind === 'f16') return { bits: 16, rows, cols, group: -1, asymmetric: false };
  return recipe.kind === 'int4'
    ? { bits: 4, rows, cols, group: recipe.group, asymmetric: recipe.asymmetric }
    : { bits: 8, rows, cols, group: recipe.scales === 'tensor' ? -1 : 0, asymmetric: false };
}
