// Attention probabilities of a kernel that never stores them: softmax(q kᵀ) · I, the identity cut
// into pieces as wide as a head. What comes out is what the kernel really weighs its values with.
import { attention } from '../../src/training/ops/attention';
import type { Tensor } from '../../src/training/tensor';
import type { Numbers } from './case';
import { GraphCase, type CompiledGraph, type Engine } from './engine';

export interface ProbeDims {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly queryLen: number;
  readonly keyLen: number;
  readonly headDim: number;
  readonly causal: boolean;
}

/** q [B, H, Tq, hd] and k [B, Hkv, Tk, hd], as 'heads' lay them out. */
export interface QueryKey {
  readonly q: Numbers;
  readonly k: Numbers;
}

export class AttentionProbe {
  readonly #dims: ProbeDims;
  readonly #graph: CompiledGraph;
  readonly #inputs: { readonly q: Numbers; readonly k: Numbers };

  private constructor(dims: ProbeDims, graph: CompiledGraph, inputs: QueryKey) {
    this.#dims = dims;
    this.#graph = graph;
    this.#inputs = inputs;
  }

  static async compile(
    engine: Engine,
    dims: ProbeDims,
    keyMask?: Int32Array<ArrayBuffer>,
  ): Promise<AttentionProbe> {
    const { batch, heads, kvHeads, queryLen, keyLen, headDim, causal } = dims;
    const graph = new GraphCase(engine);
    const inputs = {
      q: new Float32Array(batch * heads * queryLen * headDim),
      k: new Float32Array(batch * kvHeads * keyLen * headDim),
    };
    const q = graph.leaf('q', [batch, heads, queryLen, headDim], 'f32', inputs.q);
    const keyShape = [batch, kvHeads, keyLen, headDim];
    const k = graph.leaf('k', keyShape, 'f32', inputs.k);
    const mask = keyMask && graph.leaf('key_mask', [batch, keyLen], 'u32', keyMask);
    for (let from = 0; from < keyLen; from += headDim) {
      const values = new Float32Array(inputs.k.length);
      for (let row = 0; row < batch * kvHeads * keyLen; row++) {
        const column = (row % keyLen) - from;
        if (column >= 0 && column < headDim) values[row * headDim + column] = 1;
      }
      const v: Tensor = graph.leaf(`identity_${from}`, keyShape, 'f32', values);
      const options = { layout: 'heads', causal, keyMask: mask } as const;
      graph.target(String(from), attention(q, k, v, options));
    }
    return new AttentionProbe(dims, await graph.compile(), inputs);
  }

  /** [B, H, Tq, Tk] */
  async run({ q, k }: QueryKey): Promise<Float32Array<ArrayBuffer>> {
    this.#inputs.q.set(q);
    this.#inputs.k.set(k);
    const { batch, heads, queryLen, keyLen, headDim } = this.#dims;
    const rows = batch * heads * queryLen;
    const probs = new Float32Array(rows * keyLen);
    for (const [from, piece] of await this.#graph.run()) {
      const width = Math.min(headDim, keyLen - Number(from));
      for (let row = 0; row < rows; row++) {
        const part = piece.subarray(row * headDim, row * headDim + width);
        probs.set(part, row * keyLen + Number(from));
      }
    }
    return probs;
  }

  destroy(): void {
    this.#graph.destroy();
  }
}

/** Cuts q and k out of packed [B, T, (H + 2·Hkv)·hd] rows. */
export function unpackQueryKey(
  packed: Numbers,
  { batch, heads, kvHeads, queryLen, headDim }: ProbeDims,
): QueryKey {
  const width = (heads + 2 * kvHeads) * headDim;
  const cut = (firstHead: number, count: number): Float32Array<ArrayBuffer> => {
    const out = new Float32Array(batch * count * queryLen * headDim);
    for (let b = 0; b < batch; b++) {
      for (let head = 0; head < count; head++) {
        for (let t = 0; t < queryLen; t++) {
          const from = (b * queryLen + t) * width + (firstHead + head) * headDim;
          const to = ((b * count + head) * queryLen + t) * headDim;
          out.set(packed.subarray(from, from + headDim), to);
        }
      }
    }
    return out;
  };
  return { q: cut(0, heads), k: cut(heads, kvHeads) };
}
