// The weights of a model in compressed form, for inference: each parameter is stored by its scheme in
// buffers of its own, and stands in the graph as what it is worth, so that any model runs on it as it
// is. Made on the GPU from weights that lie there; those can be freed afterwards.
import type { BufferView } from '../../gpu/dispatch';
import { type Calibration, type QuantizedFormat } from '../../gpu/kernels/matmul/quantize';
import { Recorder } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { GraphLowering, type Target } from '../lower';
import { reshape } from '../ops/layout/reshape';
import { svd } from '../ops/svd';
import { matrixShape, type Parameter, type ParameterSet, type ParameterSpec } from '../parameters';
import type { Shape, Tensor } from '../tensor';
import { factored } from './factored';
import { readPacked, uploaded, weightBuffer, type HeldWeight } from './heldWeights';
import type { PackedForm, PackedValues, StoredWeights } from './packedValues';
import { dequantized, quantizeWeight, type Activations, type PackedWeight } from './quantized';

export type WeightScheme =
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
  | { readonly kind: 'low_rank'; readonly rank: number; readonly factors: WeightScheme };

/** `scheme` for every layer inside the model, and for embeddings and heads where `tables` says so. */
export const schemeForLayers =
  (scheme: WeightScheme, { tables = false } = {}) =>
  ({ shape, layout }: ParameterSpec): WeightScheme =>
    layout !== undefined || (tables && shape.length === 2) ? scheme : { kind: 'float' };

export class CompressedWeights {
  readonly #context: ComputeContext;
  readonly #held: ReadonlyMap<string, HeldWeight>;

  private constructor(context: ComputeContext, held: ReadonlyMap<string, HeldWeight>) {
    this.#context = context;
    this.#held = held;
  }

  /** As they were stored; a name without packed values is taken from the floats. */
  static upload(
    context: ComputeContext,
    specs: readonly ParameterSpec[],
    stored: StoredWeights,
  ): CompressedWeights {
    const held = specs.map((spec) => [spec.name, uploaded(context, spec, stored)] as const);
    return new CompressedWeights(context, new Map(held));
  }

  /** From the weights that lie in the set's arena. */
  static async create(
    context: ComputeContext,
    source: ParameterSet,
    schemeOf: (parameter: Parameter) => WeightScheme,
  ): Promise<CompressedWeights> {
    const held = new Map<string, HeldWeight>();
    const targets: Target[] = [];
    for (const parameter of source.list) {
      const store = new WeightStore(parameter.name);
      // The head and other [out, in] weights have their outputs first, as tables have their rows.
      const outputsFirst = parameter.layout !== 'conv1d';
      const scheme = schemeOf(parameter);
      const isWhole = scheme.kind === 'float' || parameter.shape.length === 2;
      const { tensor } = parameter;
      const weight = isWhole ? tensor : reshape(tensor, matrixShape(parameter));
      held.set(parameter.name, {
        tensor: store.add(weight, outputsFirst, scheme),
        buffers: store.targets.map(({ into }) => into),
        packed: scheme.kind === 'low_rank' ? undefined : store.packed,
      });
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
    return new CompressedWeights(context, held);
  }

  /** For `forward`: names that the model lacks give undefined. */
  readonly parameter = (name: string): Tensor | undefined => this.#held.get(name)?.tensor;

  /** Bytes on the GPU of one parameter in its form. */
  sizeBytes(name: string): number {
    const { buffers = [] } = this.#held.get(name) ?? {};
    return buffers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  formOf(name: string): PackedForm | undefined {
    const { packed } = this.#held.get(name) ?? {};
    return packed && { format: packed.format, activations: packed.activations };
  }

  /** Read back; undefined of what is not packed as a whole. */
  async packed(name: string): Promise<PackedValues | undefined> {
    const { packed } = this.#held.get(name) ?? {};
    return packed && readPacked(this.#context, packed);
  }

  destroy(): void {
    for (const { buffers } of this.#held.values()) {
      for (const { buffer } of buffers) this.#context.buffers.freeResident(buffer);
    }
  }
}

/** Plans the buffers of one parameter. */
class WeightStore {
  readonly targets: { readonly tensor: Tensor; readonly into: BufferView }[] = [];
  /** Of the weight that was added last. */
  packed: (PackedForm & PackedWeight) | undefined;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** What stands for the weight in the graph. */
  add(weight: Tensor, outputsFirst: boolean, scheme: WeightScheme): Tensor {
    switch (scheme.kind) {
      case 'float':
        return this.#keep(weight);
      case 'low_rank': {
        const [rows, cols] = weight.shape as [number, number];
        if (scheme.rank * (rows + cols) >= rows * cols) {
          return this.add(weight, outputsFirst, scheme.factors);
        }
        const { left, right } = svd(weight).factors(scheme.rank);
        const [a, b] = [left, right].map((factor) =>
          this.add(factor, outputsFirst, scheme.factors),
        ) as [Tensor, Tensor];
        return factored(a, b);
      }
      default: {
        const format = formatOf(weight.shape, outputsFirst, scheme);
        const calibration = scheme.kind === 'f16' ? undefined : scheme.calibration;
        const packed = quantizeWeight(weight, format, outputsFirst, calibration && { calibration });
        const words = this.#keep(packed.words);
        const scales = packed.scales && this.#keep(packed.scales);
        const zeros = packed.zeros && this.#keep(packed.zeros);
        const activations = scheme.kind === 'int8' ? scheme.activations : 'float';
        this.packed = { format, activations, words, scales, zeros };
        return dequantized({ format, words, scales, zeros }, outputsFirst, activations);
      }
    }
  }

  /** A buffer of its own for a tensor that is computed once. */
  #keep(tensor: Tensor): Tensor {
    const own = weightBuffer(this.#name, tensor.shape, tensor.dtype);
    this.targets.push({ tensor, into: own.leaf! });
    return own;
  }
}

/** Of a weight of two dimensions. */
export function formatOf(
  shape: Shape,
  outputsFirst: boolean,
  scheme: WeightScheme & { readonly kind: 'int8' | 'int4' | 'f16' },
): QuantizedFormat {
  const [first, second] = shape as [number, number];
  const [rows, cols] = outputsFirst ? [first, second] : [second, first];
  if (scheme.kind === 'f16') return { bits: 16, rows, cols, group: -1, asymmetric: false };
  return scheme.kind === 'int4'
    ? { bits: 4, rows, cols, group: scheme.group, asymmetric: scheme.asymmetric }
    : { bits: 8, rows, cols, group: scheme.scales === 'tensor' ? -1 : 0, asymmetric: false };
}
