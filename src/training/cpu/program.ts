// A captured graph that runs on the CPU instead of being lowered to dispatches: the same nodes, each
// computed in plain loops. Leaves are given their numbers; results get memory once and keep it.
import { BenchtopError } from '../../gpu/errors';
import { collect } from '../autograd';
import { sizeOf, type CpuMemory, type OpNode, type Tensor } from '../tensor';
import type { Breath } from './breath';

export class CpuProgram implements CpuMemory {
  readonly #nodes: readonly OpNode[];
  readonly #memory: Map<Tensor, Float32Array>;

  /**
   * `leaves`: what they hold, integers by their bits.
   * @throws BenchtopError not_on_cpu
   */
  constructor(targets: readonly Tensor[], leaves: ReadonlyMap<Tensor, Float32Array>) {
    this.#nodes = collect(targets);
    this.#memory = new Map(leaves);
    for (const { op } of this.#nodes) {
      if (op.compute) continue;
      throw new BenchtopError('not_on_cpu', `${op.name} has no computation on the CPU.`, {
        op: op.name,
      });
    }
  }

  /** Lets others of this thread have a turn between two nodes. */
  async run(breath: Breath): Promise<void> {
    for (const node of this.#nodes) {
      node.op.compute!(node, this);
      if (breath.isDue) await breath.take();
    }
  }

  floats(tensor: Tensor): Float32Array {
    let numbers = this.#memory.get(tensor);
    if (!numbers) {
      numbers = contentsOf(tensor) ?? new Float32Array(sizeOf(tensor.shape));
      this.#memory.set(tensor, numbers);
    }
    return numbers;
  }

  floatsOf(tensor: Tensor | undefined): Float32Array | undefined {
    return tensor && this.floats(tensor);
  }

  words(tensor: Tensor): Uint32Array {
    return wordsOf(this.floats(tensor));
  }

  alias(output: Tensor, input: Tensor): void {
    this.#memory.set(output, this.floats(input));
  }
}

/** The same memory as integers. */
export const wordsOf = ({ buffer, byteOffset, length }: Float32Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length);

/** Of a table. */
function contentsOf({ leaf }: Tensor): Float32Array | undefined {
  const contents = leaf?.buffer.contents;
  return (
    contents && new Float32Array(contents.buffer, contents.byteOffset, contents.byteLength / 4)
  );
}
