// Graph → dispatches. Walks the nodes that the wanted tensors need, in order of creation, and lets
// each op describe its kernels. A wanted tensor can be bound to memory of its own (a gradient to
// its place in the gradient arena), so that no copy is needed afterwards.
import { copy } from '../gpu/kernels/layout/copy';
import type { BufferView } from '../gpu/dispatch';
import type { Recorder } from '../gpu/recorder';
import { collect } from './autograd';
import { sizeOf, type Lowering, type Tensor } from './tensor';

export interface Target {
  readonly tensor: Tensor;
  /** Where the result must lie; left out, it lives in a temporary until `view` is asked. */
  readonly into?: BufferView;
}

export class GraphLowering implements Lowering {
  readonly sink: Recorder;
  readonly step: BufferView;
  readonly #views = new Map<Tensor, BufferView>();
  readonly #used = new Set<Tensor>();

  constructor(sink: Recorder, step: BufferView) {
    this.sink = sink;
    this.step = step;
  }

  /** Adds what computes the targets. Tensors that an earlier call computed are not computed again. */
  run(targets: readonly Target[]): void {
    const nodes = collect(targets.map(({ tensor }) => tensor)).filter(
      (node) => !node.outputs.some((output) => this.#views.has(output)),
    );
    const copies = this.#bind(targets);
    for (const { tensor } of targets) this.#used.add(tensor);
    for (const node of nodes) {
      for (const input of Object.values(node.inputs)) if (input) this.#used.add(input);
    }
    for (const node of nodes) node.op.lower(node, this);
    for (const { tensor, into } of copies) {
      copy(this.sink, { inp: this.view(tensor), out: into, size: sizeOf(tensor.shape) });
    }
  }

  /** Where every tensor made so far lies. */
  get views(): ReadonlyMap<Tensor, BufferView> {
    return this.#views;
  }

  view(tensor: Tensor): BufferView {
    let view = tensor.leaf ?? this.#views.get(tensor);
    if (!view) {
      view = this.sink.temporary(tensor.name, sizeOf(tensor.shape) * 4, tensor.kind);
      this.#views.set(tensor, view);
    }
    return view;
  }

  viewOf(tensor: Tensor | undefined): BufferView | undefined {
    return tensor && this.view(tensor);
  }

  isUsed(tensor: Tensor): boolean {
    return this.#used.has(tensor);
  }

  alias(output: Tensor, view: BufferView): void {
    this.#views.set(output, view);
  }

  /** Gives targets their memory up front; returns those that must be copied there at the end. */
  #bind(targets: readonly Target[]): { tensor: Tensor; into: BufferView }[] {
    const copies: { tensor: Tensor; into: BufferView }[] = [];
    for (const { tensor, into } of targets) {
      if (!into) continue;
      const origin = originOf(tensor);
      if (origin.leaf || this.#views.has(origin)) copies.push({ tensor, into });
      else this.#views.set(origin, into);
    }
    return copies;
  }
}

/** Looks through reshapes and in-place sums: the tensor whose kernel really writes the memory. */
function originOf(tensor: Tensor): Tensor {
  let origin = tensor;
  for (;;) {
    const inner = origin.node?.op.inPlace?.(origin.node);
    if (!inner) return origin;
    origin = inner;
  }
}
