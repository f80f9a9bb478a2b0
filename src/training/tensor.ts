// Symbolic tensors: a shape, a dtype and the node that makes it. Building them runs nothing;
// lower.ts turns the nodes that matter into dispatches, autograd.ts builds more of them.
import type { BufferView, DispatchSink, MemoryKind } from '../gpu/dispatch';
import { ShapeError } from '../gpu/errors';
import type { ActivationKind } from '../gpu/kernels/matmul/matmul';

export type DType = 'f32' | 'i32' | 'u32';
export type Shape = readonly number[];

export interface Tensor {
  readonly id: number;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string;
  readonly kind: MemoryKind;
  /** The node whose output this is; null for a leaf. */
  readonly node: OpNode | null;
  /** Where a leaf lives; null for an output. */
  readonly leaf: BufferView | null;
}

/** What an op says of one of its outputs. */
export interface OutputSpec {
  readonly shape: Shape;
  readonly dtype?: DType;
  readonly kind?: MemoryKind;
}

export type Inputs = Readonly<Record<string, Tensor | undefined>>;

export interface OpNode<I extends Inputs = Inputs, A = unknown> {
  readonly op: Op<I, A>;
  readonly inputs: I;
  readonly attrs: A;
  readonly outputs: readonly Tensor[];
  /** Nodes of one segment are computed again for the backward pass (see autograd.ts). */
  readonly segment?: Segment | undefined;
}

/** Compared by identity. */
export type Segment = object;

/** What an op may use while it is lowered. */
export interface Lowering {
  readonly sink: DispatchSink;
  /** The small buffer of numbers that change each step (see stepBuffer.ts). */
  readonly step: BufferView;
  view(tensor: Tensor): BufferView;
  viewOf(tensor: Tensor | undefined): BufferView | undefined;
  /** Whether anything that runs reads this output. */
  isUsed(tensor: Tensor): boolean;
  /** Lets an output share its input's memory (reshape, in-place accumulation). */
  alias(output: Tensor, view: BufferView): void;
}

/** What a gradient rule may ask. */
export interface GradientFlow {
  wants(input: string): boolean;
  /**
   * Takes over the gradient that has already reached an input: the rule must return a gradient
   * that includes it. `accept` can leave it alone. This is how sums are fused into kernels.
   */
  take(input: string, accept?: (base: Tensor) => boolean): Tensor | undefined;
}

export interface Op<I extends Inputs = Inputs, A = unknown> {
  readonly name: string;
  /** Shape rule. Throws ShapeError in words: op, expected, got, what to do. */
  outputs(inputs: I, attrs: A): readonly OutputSpec[];
  /** Describes the dispatches of the forward computation. */
  lower(node: OpNode<I, A>, context: Lowering): void;
  /**
   * Gradient rule: builds the gradients of the inputs that `flow` wants from those of the outputs
   * (undefined where nothing flows back).
   */
  gradient?(
    node: OpNode<I, A>,
    douts: readonly (Tensor | undefined)[],
    flow: GradientFlow,
  ): Readonly<Partial<Record<string, Tensor | undefined>>>;
  /** The input whose memory the first output takes over, where the op works in place. */
  inPlace?(node: OpNode<I, A>): Tensor | undefined;
  /** For ops that make a weight of what is stored in another form: how to do without making it. */
  readonly stored?: StoredWeight<I, A>;
}

/** Products and look-ups on a weight that is packed or factored; undefined: make the weight. */
export interface StoredWeight<I extends Inputs, A> {
  /** activation(x · W + bias), W being the op's output, or its transpose. */
  linear(node: OpNode<I, A>, x: Tensor, options: StoredLinear): Tensor | undefined;
  /** Rows of the output by number: u32 [...] → [..., C]. */
  rows(node: OpNode<I, A>, ids: Tensor): Tensor | undefined;
}

export interface StoredLinear {
  readonly transposed: boolean;
  readonly bias?: Tensor | undefined;
  readonly activation: ActivationKind;
  readonly logits: boolean;
}

let nextId = 1;
let openSegment: Segment | undefined;

/**
 * Whatever `build` adds to the graph is not kept for the backward pass but computed again from
 * what flows into it (Chen et al. 2016): less memory for about a third more work. Gradients stay
 * the same to the bit. A call inside another one joins it.
 */
export function recomputed<T>(build: () => T): T {
  if (openSegment) return build();
  openSegment = {};
  try {
    return build();
  } finally {
    openSegment = undefined;
  }
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, dim) => product * dim, 1);
export const describeShape = (shape: Shape): string => `[${shape.join(', ')}]`;
/** The node that an error speaks of, by the tensors that flow into it. */
export const namesOf = (...tensors: readonly (Tensor | undefined)[]): string =>
  tensors.flatMap((tensor) => tensor?.name ?? []).join(', ');
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, axis) => dim === b[axis]);

/** A tensor that has memory of its own: a parameter, a batch, a saved state. */
export function leaf(name: string, shape: Shape, dtype: DType, view: BufferView): Tensor {
  if (view.sizeBytes < sizeOf(shape) * 4) {
    throw new ShapeError({
      op: 'leaf',
      node: name,
      expected: `${sizeOf(shape) * 4} bytes for ${describeShape(shape)}`,
      got: `${view.sizeBytes} bytes of buffer ${view.buffer.label}`,
      remedy: 'Declare the buffer with 4 bytes an element, or give the shape that it holds.',
    });
  }
  return { id: nextId++, shape, dtype, name, kind: view.buffer.kind, node: null, leaf: view };
}

/** Adds a node to the graph; `name` labels the first output. */
export function apply<I extends Inputs, A>(
  op: Op<I, A>,
  inputs: I,
  attrs: A,
  name = op.name,
): OpNode<I, A> {
  const outputs: Tensor[] = [];
  const node: OpNode<I, A> = { op, inputs, attrs, outputs, segment: openSegment };
  op.outputs(inputs, attrs).forEach(({ shape, dtype = 'f32', kind = 'activations' }, index) => {
    const label = index === 0 ? name : `${name}.${index}`;
    outputs.push({ id: nextId++, shape, dtype, name: label, kind, node, leaf: null });
  });
  return node;
}

/** `apply` for ops with one output. */
export function applyOne<I extends Inputs, A>(
  op: Op<I, A>,
  inputs: I,
  attrs: A,
  name?: string,
): Tensor {
  return apply(op, inputs, attrs, name).outputs[0]!;
}

/** Narrows a tensor's node to a known op. */
export function nodeOf<I extends Inputs, A>(tensor: Tensor, op: Op<I, A>): OpNode<I, A> | null {
  return tensor.node && tensor.node.op === (op as Op) ? (tensor.node as OpNode<I, A>) : null;
}
