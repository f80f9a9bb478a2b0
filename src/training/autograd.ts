// Reverse mode: one walk over the nodes in reverse order of creation, one gradient rule an op
// (beside the op), more graph as the result. Gradients that meet are added inside the kernel that
// makes the later one where its rule takes the earlier one over, else by an `add` node.
import { BuildError, ShapeError } from '../gpu/errors';
import { add } from './ops/binary';
import {
  apply,
  describeShape,
  namesOf,
  sameShape,
  type OpNode,
  type Segment,
  type Tensor,
} from './tensor';

/** Gradient that enters at an output: dL/d(output). */
export interface Seed {
  readonly output: Tensor;
  readonly gradient: Tensor;
}

/**
 * dL/d(wrt) for each tensor of `wrt`; undefined where no seed depends on it.
 * @throws BuildError no_gradient when the path crosses an op without a gradient rule.
 */
export function gradients(seeds: readonly Seed[], wrt: readonly Tensor[]): (Tensor | undefined)[] {
  const nodes = collect(seeds.map(({ output }) => output));
  const active = dependents(nodes, wrt);
  const twins = new Twins(nodes);
  const found = new Map<Tensor, Tensor>();
  for (const { output, gradient } of seeds) {
    if (!sameShape(output.shape, gradient.shape)) {
      throw new ShapeError({
        op: 'gradients',
        node: namesOf(output),
        expected: `a seed ${describeShape(output.shape)}`,
        got: describeShape(gradient.shape),
        remedy: 'Begin with a gradient of the shape of the output: a constant 1 for a loss.',
      });
    }
    accumulate(found, output, gradient);
  }
  for (const node of nodes.reverse()) {
    const douts = node.outputs.map((output) => found.get(output));
    if (douts.every((dout) => dout === undefined)) continue;
    const wants = (key: string): boolean => {
      const input = node.inputs[key];
      return input !== undefined && active.has(input);
    };
    if (!Object.keys(node.inputs).some(wants)) continue;
    if (!node.op.gradient) {
      throw new BuildError('no_gradient', {
        op: node.op.name,
        node: namesOf(...node.outputs),
        expected: 'an op with a gradient rule',
        got: 'none',
        remedy: 'Give the op a `gradient`, or keep what is trained from flowing through it.',
      });
    }
    const take = (key: string, accept?: (base: Tensor) => boolean): Tensor | undefined => {
      const input = node.inputs[key];
      const base = input && found.get(input);
      if (!base || (accept && !accept(base))) return undefined;
      found.delete(input);
      return base;
    };
    const rule = node.op.gradient(twins.of(node), douts, { wants, take });
    for (const [key, gradient] of Object.entries(rule)) {
      const input = node.inputs[key];
      if (gradient && input && wants(key)) accumulate(found, input, gradient);
    }
  }
  return wrt.map((tensor) => found.get(tensor));
}

function accumulate(found: Map<Tensor, Tensor>, tensor: Tensor, gradient: Tensor): void {
  const base = found.get(tensor);
  found.set(tensor, base ? add(base, gradient) : gradient);
}

/**
 * Recomputation: a segment's nodes once more, made when the walk reaches it, so that they run just
 * before its gradients do. Gradient rules then read the second results, and nothing inside the
 * segment lives from the forward to the backward pass.
 */
class Twins {
  readonly #segments = new Map<Segment, OpNode[]>();
  readonly #nodes = new Map<OpNode, OpNode>();
  readonly #tensors = new Map<Tensor, Tensor>();

  /** `nodes`: inputs before outputs. */
  constructor(nodes: readonly OpNode[]) {
    for (const node of nodes) {
      if (!node.segment) continue;
      const members = this.#segments.get(node.segment);
      if (members) members.push(node);
      else this.#segments.set(node.segment, [node]);
    }
  }

  /** The node itself outside segments. */
  of(node: OpNode): OpNode {
    if (!node.segment) return node;
    if (!this.#nodes.has(node)) this.#segments.get(node.segment)!.forEach((one) => this.#add(one));
    return this.#nodes.get(node)!;
  }

  #add(node: OpNode): void {
    const inputs = Object.fromEntries(
      Object.entries(node.inputs).map(([key, input]) => [
        key,
        input && (this.#tensors.get(input) ?? input),
      ]),
    );
    const twin = apply(node.op, inputs, node.attrs, node.outputs[0]!.name);
    this.#nodes.set(node, twin);
    node.outputs.forEach((output, index) => this.#tensors.set(output, twin.outputs[index]!));
  }
}

/** Every node that the tensors depend on, inputs before outputs. */
export function collect(roots: readonly Tensor[]): OpNode[] {
  const seen = new Set<OpNode>();
  const stack = roots.flatMap(({ node }) => (node ? [node] : []));
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of Object.values(node.inputs)) if (input?.node) stack.push(input.node);
  }
  // Ids grow as nodes are made, and a node is made after its inputs.
  return [...seen].sort((a, b) => a.outputs[0]!.id - b.outputs[0]!.id);
}

function dependents(nodes: readonly OpNode[], wrt: readonly Tensor[]): ReadonlySet<Tensor> {
  const active = new Set<Tensor>(wrt);
  for (const node of nodes) {
    if (Object.values(node.inputs).some((input) => input && active.has(input))) {
      for (const output of node.outputs) active.add(output);
    }
  }
  return active;
}
