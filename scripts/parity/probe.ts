// Attention probabilities of a kernel that never stores them: softmax(q kᵀ) · I, the identity cut
// into pieces as wide as a head. What comes out is what the kernel really weighs its values with.
import {
  attention,
  type AttentionNode,
  type AttentionOptions,
} from '../../src/training/ops/attention/attention';
import { reshape } from '../../src/training/ops/layout/reshape';
import { slice } from '../../src/training/ops/layout/slice';
import type { Tensor } from '../../src/training/tensor';
import type { Numbers } from './numbers';
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

type Layout = 'heads' | 'rows';
type Assemble = (results: ReadonlyMap<string, Numbers>) => Float32Array<ArrayBuffer>;

/** Adds what an attention of the graph weighs; the result is read from a run of the graph. */
export function probeAttention(
  graph: GraphCase,
  name: string,
  { inputs, attrs }: AttentionNode,
): Assemble {
  const { layout, batch, heads, kvHeads, headDim, queryLen, causal, window, scale } = attrs;
  const { keyMask, relativeBias, alibiSlopes } = inputs;
  const options = { causal, window, scale, keyMask, relativeBias, alibiSlopes };
  if (layout !== 'packed') {
    return addPieces(graph, name, inputs.q, inputs.k!, attrs, { layout, ...options });
  }
  const rows = reshape(inputs.q, [batch, queryLen, heads + 2 * kvHeads, headDim]);
  const [q, k] = [slice(rows, 2, 0, heads), slice(rows, 2, heads, heads + kvHeads)];
  return addPieces(graph, name, q, k, attrs, { layout: 'rows', ...options });
}

function addPieces(
  graph: GraphCase,
  name: string,
  q: Tensor,
  k: Tensor,
  dims: ProbeDims,
  options: AttentionOptions & { layout: Layout },
): Assemble {
  const { keyLen, headDim } = dims;
  const starts: number[] = [];
  for (let from = 0; from < keyLen; from += headDim) {
    starts.push(from);
    const values = identity(dims, options.layout, from);
    const v = graph.leaf(`${name}.identity_${from}`, k.shape, 'f32', values);
    graph.target(`${name}.from_${from}`, attention(q, k, v, options));
  }
  return (results) => {
    const { batch, heads, queryLen } = dims;
    const probs = new Float32Array(batch * heads * queryLen * keyLen); // [B, H, Tq, Tk]
    for (const from of starts) {
      const piece = results.get(`${name}.from_${from}`)!;
      for (let to = 0; to < batch * heads * queryLen; to++) {
        const row = options.layout === 'heads' ? to : swapped(to, heads, queryLen);
        const part = piece.subarray(
          row * headDim,
          row * headDim + Math.min(headDim, keyLen - from),
        );
        probs.set(part, to * keyLen + from);
      }
    }
    return probs;
  };
}

/** Row of [B, outer, inner] → the same row in [B, inner, outer]. */
const swapped = (row: number, outer: number, inner: number): number => {
  const [batch, rest] = [Math.floor(row / (outer * inner)), row % (outer * inner)];
  return batch * outer * inner + (rest % inner) * outer + Math.floor(rest / inner);
};

/** Values like k: key `from + i` has a 1 in dimension i. */
function identity(
  { batch, kvHeads, keyLen, headDim }: ProbeDims,
  layout: Layout,
  from: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(batch * kvHeads * keyLen * headDim);
  for (let row = 0; row < batch * kvHeads * keyLen; row++) {
    const key = layout === 'heads' ? row % keyLen : Math.floor(row / kvHeads) % keyLen;
    const column = key - from;
    if (column >= 0 && column < headDim) values[row * headDim + column] = 1;
  }
  return values;
}

/** q [B, H, Tq, hd] and k [B, Hkv, Tk, hd], as 'heads' lay them out. */
export interface QueryKey {
  readonly q: Numbers;
  readonly k: Numbers;
}

/** A probe with a graph of its own, for q and k that come as numbers. */
export class AttentionProbe {
  readonly #graph: CompiledGraph;
  readonly #inputs: QueryKey;
  readonly #assemble: Assemble;

  private constructor(graph: CompiledGraph, inputs: QueryKey, assemble: Assemble) {
    this.#graph = graph;
    this.#inputs = inputs;
    this.#assemble = assemble;
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
    const k = graph.leaf('k', [batch, kvHeads, keyLen, headDim], 'f32', inputs.k);
    const mask = keyMask && graph.leaf('key_mask', [batch, keyLen], 'u32', keyMask);
    const options = { layout: 'heads', causal, keyMask: mask } as const;
    const assemble = addPieces(graph, 'probs', q, k, dims, options);
    return new AttentionProbe(await graph.compile(), inputs, assemble);
  }

  /** [B, H, Tq, Tk] */
  async run({ q, k }: QueryKey): Promise<Float32Array<ArrayBuffer>> {
    this.#inputs.q.set(q);
    this.#inputs.k.set(k);
    return this.#assemble(await this.#graph.run());
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
