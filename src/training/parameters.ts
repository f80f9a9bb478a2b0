// The parameters of a model: names, shapes, initial values, and their places in four flat arenas
// (weights, gradients, two optimizer states), so that the optimizer needs few dispatches.
import type { BufferView, MemoryKind, VirtualBuffer } from '../gpu/dispatch';
import { MASK_ALIGN } from '../gpu/kernels/optimizer/pruneApply';
import { declareBuffer, wholeView } from '../gpu/recorder';
import { BenchtopError } from '../gpu/errors';
import { normalFloats } from './initial';
import { leaf, sizeOf, type Shape, type Tensor } from './tensor';

export type Initial = { readonly normal: number } | { readonly constant: number };

export interface ParameterSpec {
  /** Hugging Face's name, e.g. `transformer.h.0.attn.c_attn.weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initial;
  /**
   * Set for the weight of a layer inside the model (no embedding, no head): [in, out] is `conv1d`,
   * [out, in] is `linear`, as is a convolution's [out, in, taps]. Muon is for matrices of these alone.
   */
  readonly layout?: 'conv1d' | 'linear';
}

export interface Parameter extends ParameterSpec {
  readonly tensor: Tensor;
  /** Where its gradient belongs. */
  readonly gradient: BufferView;
  /** Offset in the arenas, in elements. */
  readonly offset: number;
  readonly sizeElements: number;
}

/** Values by parameter name. */
export type Weights = Map<string, Float32Array<ArrayBuffer>>;

/** Views start on multiples of 256 bytes. */
export const ALIGN_ELEMENTS = 64;
/** Every WebGPU device has buffers of so many bytes: an arena that is larger takes several. */
const BANK_BYTES = 256 * 2 ** 20;

export class ParameterSet {
  readonly list: readonly Parameter[];
  /** Length of each arena, padding included; padding stays 0 for ever. */
  readonly sizeElements: number;
  /** Elements before it get weight decay. */
  readonly decayEnd: number;
  /** Elements before it belong to the parameters that `leads` names. */
  readonly leadEnd: number;
  readonly weights: BufferView;
  readonly gradients: BufferView;
  /** Where an arena goes on in another buffer, in elements; never inside a parameter. */
  readonly #cuts: readonly number[];
  readonly #byName: ReadonlyMap<string, Parameter>;

  /**
   * `decays` tells which parameters get weight decay; they come first in the arenas, and before
   * them those that `leads` names, where an optimizer treats them apart. A parameter larger than a
   * bank has one to itself.
   */
  constructor(
    specs: readonly ParameterSpec[],
    decays: (spec: ParameterSpec) => boolean = isMatrix,
    leads: (spec: ParameterSpec) => boolean = () => false,
    bankBytes = BANK_BYTES,
  ) {
    const rank = (spec: ParameterSpec): number => (leads(spec) ? 0 : decays(spec) ? 1 : 2);
    const ordered = specs.toSorted((a, b) => rank(a) - rank(b));
    const entries: { spec: ParameterSpec; offset: number; size: number }[] = [];
    const cuts: number[] = [];
    let offset = 0;
    let decayEnd = 0;
    let leadEnd = 0;
    for (const spec of ordered) {
      const size = sizeOf(spec.shape);
      if (4 * (offset + size - (cuts.at(-1) ?? 0)) > bankBytes && offset > 0) {
        // A mask arena, 32 times smaller, is cut at the same places.
        offset = Math.ceil(offset / MASK_ALIGN) * MASK_ALIGN;
        cuts.push(offset);
      }
      entries.push({ spec, offset, size });
      offset += Math.ceil(size / ALIGN_ELEMENTS) * ALIGN_ELEMENTS;
      if (rank(spec) < 2) decayEnd = offset;
      if (rank(spec) < 1) leadEnd = offset;
    }
    this.sizeElements = offset;
    this.decayEnd = decayEnd;
    this.leadEnd = leadEnd;
    this.#cuts = cuts;
    this.weights = this.arena('weights', 'weights');
    this.gradients = this.arena('gradients', 'gradients');
    const parameters = entries.map(({ spec, offset: start, size }): Parameter => {
      const view = (arena: BufferView): BufferView => slice(arena.buffer, start, size);
      const tensor = leaf(spec.name, spec.shape, 'f32', view(this.weights));
      return { ...spec, tensor, gradient: view(this.gradients), offset: start, sizeElements: size };
    });
    this.#byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    this.list = specs.map(({ name }) => this.get(name));
  }

  /** A further arena, e.g. an optimizer's average. */
  arena(name: string, kind: MemoryKind): BufferView {
    return this.stretch(name, kind, 0, this.sizeElements);
  }

  /** An arena for the elements [from, to) alone. */
  stretch(name: string, kind: MemoryKind, from: number, to: number): BufferView {
    const buffer = declareBuffer(name, (to - from) * 4, kind, true);
    const cuts = this.#cuts.filter((cut) => cut > from && cut < to);
    return wholeView({ ...buffer, cutsBytes: cuts.map((cut) => (cut - from) * 4) });
  }

  /** The part of an arena that belongs to a parameter. */
  place({ offset, sizeElements }: Parameter, arena: BufferView): BufferView {
    return slice(arena.buffer, offset, sizeElements);
  }

  /** The parameter that owns an element of the arenas. */
  at(element: number): Parameter | undefined {
    return this.list.find(
      ({ offset, sizeElements }) => element >= offset && element < offset + sizeElements,
    );
  }

  /** Number of trained values, padding left out. */
  get count(): number {
    return this.list.reduce((sum, { sizeElements }) => sum + sizeElements, 0);
  }

  /** @throws BenchtopError unknown_parameter */
  get(name: string): Parameter {
    const parameter = this.#byName.get(name);
    if (!parameter) {
      throw new BenchtopError('unknown_parameter', `The model has no parameter ${name}.`, { name });
    }
    return parameter;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  tensor(name: string): Tensor {
    return this.get(name).tensor;
  }

  /** The weights arena at the start of a run; one stream of random numbers a parameter. */
  initialWeights(seed: number): Float32Array<ArrayBuffer> {
    const arena = new Float32Array(this.sizeElements);
    this.list.forEach(({ initial, offset, sizeElements }, index) => {
      const part = arena.subarray(offset, offset + sizeElements);
      if ('constant' in initial) part.fill(initial.constant);
      else normalFloats(part, initial.normal, seed, index);
    });
    return arena;
  }

  /**
   * Are there values for every parameter, in its size?
   * @throws BenchtopError missing_tensor | wrong_size
   */
  check(tensors: ReadonlyMap<string, Float32Array>): void {
    for (const { name, sizeElements } of this.list) {
      const data = tensors.get(name);
      if (!data) throw new BenchtopError('missing_tensor', `No values for ${name}.`, { name });
      if (data.length === sizeElements) continue;
      const fields = { name, expected: sizeElements, got: data.length };
      throw new BenchtopError(
        'wrong_size',
        `${name} needs ${sizeElements} values, got ${data.length}.`,
        fields,
      );
    }
  }

  /**
   * An arena's content from tensors by name.
   * @throws BenchtopError missing_tensor | wrong_size
   */
  pack(tensors: ReadonlyMap<string, Float32Array>): Float32Array<ArrayBuffer> {
    this.check(tensors);
    const arena = new Float32Array(this.sizeElements);
    for (const { name, offset } of this.list) arena.set(tensors.get(name)!, offset);
    return arena;
  }

  unpack(arena: Float32Array<ArrayBuffer>): Weights {
    return new Map(
      this.list.map(({ name, offset, sizeElements }) => [
        name,
        arena.subarray(offset, offset + sizeElements),
      ]),
    );
  }
}

/** A weight of a layer inside the model that is one product: no convolution over several taps. */
export const isLayerMatrix = ({
  layout,
  shape,
}: Pick<ParameterSpec, 'layout' | 'shape'>): boolean => layout !== undefined && shape.length === 2;

/** A layer's weight as a matrix: the taps of a convolution are columns. */
export const matrixShape = ({ shape }: Pick<ParameterSpec, 'shape'>): [number, number] => [
  shape[0]!,
  sizeOf(shape.slice(1)),
];

/** nanoGPT's rule: tensors of two dimensions or more decay, biases and norms do not. */
export const isMatrix = ({ shape }: Pick<ParameterSpec, 'shape'>): boolean => shape.length >= 2;

const slice = (buffer: VirtualBuffer, offset: number, size: number): BufferView => ({
  buffer,
  offsetBytes: offset * 4,
  sizeBytes: size * 4,
});
