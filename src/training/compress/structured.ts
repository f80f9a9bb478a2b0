// Structured pruning of a GPT: whole heads and MLP neurons go, so the matrices really shrink and
// really run faster. The same number goes from every layer; which, each layer decides by itself.
import { BenchtopError } from '../../gpu/errors';
import { attentionWidth } from '../models/gpt';
import { ownLayers } from '../models/sharedLayers';
import { innerWidth, type GptConfig } from '../run/modelConfig';

type Weights = ReadonlyMap<string, Float32Array>;

export interface Shrunk {
  readonly config: GptConfig;
  readonly weights: Map<string, Float32Array<ArrayBuffer>>;
}

interface Removal {
  /** A layer. */
  readonly heads: number;
  /** A layer. */
  readonly neurons: number;
}

/**
 * Removes the heads and neurons whose weights into the residual stream are smallest (L1).
 * @throws BenchtopError too_much_removed
 */
export function shrinkGpt(config: GptConfig, weights: Weights, removal: Removal): Shrunk {
  const { n_head, n_embd: C } = config;
  const head_dim = attentionWidth(config) / n_head;
  const inner = innerWidth(config);
  const n_inner = inner - removal.neurons;
  const heads = n_head - removal.heads;
  if (heads < 1 || n_inner < 1) {
    const fields = { heads, neurons: n_inner };
    throw new BenchtopError(
      'too_much_removed',
      'At least one head and one neuron must remain.',
      fields,
    );
  }
  const small = new Map([...weights].map(([name, values]) => [name, Float32Array.from(values)]));
  for (let layer = 0; layer < ownLayers(config); layer++) {
    const h = `transformer.h.${layer}`;
    const strongHeads = strongest(small.get(`${h}.attn.c_proj.weight`)!, n_head, heads);
    const lines = strongHeads.flatMap((head) => range(head * head_dim, head_dim));
    const width = n_head * head_dim;
    const packed = [0, 1, 2].flatMap((part) => lines.map((line) => part * width + line));
    keepColumns(small, `${h}.attn.c_attn`, packed, 3 * width);
    keepRows(small, `${h}.attn.c_proj.weight`, lines, C);
    const strongNeurons = strongest(small.get(`${h}.mlp.c_proj.weight`)!, inner, n_inner);
    keepColumns(small, `${h}.mlp.c_fc`, strongNeurons, inner);
    keepRows(small, `${h}.mlp.c_proj.weight`, strongNeurons, C);
  }
  return { config: { ...config, n_head: heads, pruned: { head_dim, n_inner } }, weights: small };
}

const range = (from: number, length: number): number[] =>
  Array.from({ length }, (_, i) => from + i);

/** Of `count` equal parts of a weight, the `keep` with the greatest Σ |w|, in their order. */
function strongest(weight: Float32Array, count: number, keep: number): number[] {
  const size = weight.length / count;
  const norms = range(0, count).map((part) =>
    weight.subarray(part * size, (part + 1) * size).reduce((sum, w) => sum + Math.abs(w), 0),
  );
  return range(0, count)
    .sort((a, b) => norms[b]! - norms[a]! || a - b)
    .slice(0, keep)
    .sort((a, b) => a - b);
}

type Values = Map<string, Float32Array<ArrayBuffer>>;

/** Of a weight [rows, width]. */
function keepRows(values: Values, name: string, rows: readonly number[], width: number): void {
  const weight = values.get(name)!;
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(weight.subarray(row * width, (row + 1) * width), i * width));
  values.set(name, out);
}

/** Of a layer's weight [in, width] and its bias [width]. */
function keepColumns(
  values: Values,
  layer: string,
  columns: readonly number[],
  width: number,
): void {
  for (const name of [`${layer}.weight`, `${layer}.bias`]) {
    const old = values.get(name);
    if (!old) continue;
    const out = new Float32Array((old.length / width) * columns.length);
    for (let i = 0; i < out.length; i++) {
      out[i] = old[Math.floor(i / columns.length) * width + columns[i % columns.length]!]!;
    }
    values.set(name, out);
  }
}
