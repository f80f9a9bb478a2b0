// Structured pruning: whole heads and MLP neurons go, so the matrices really shrink and really run
// faster. The same number goes from every layer; which, each layer decides by itself.
import { BenchtopError } from '../../gpu/errors';
import { attentionWidth } from '../models/gpt';
import { headWidth } from '../models/llama';
import type { ModelConfig } from '../run/config';
import { headsWidth, innerWidth } from '../run/modelConfig';
import { unitsOf, type Choice, type Headed, type Units } from './structuredUnits';

type Values = Float32Array<ArrayBuffer>;
type Weights = ReadonlyMap<string, Float32Array>;

interface Removal {
  /** A layer. */
  readonly heads: number;
  /** A layer. */
  readonly neurons: number;
}

const HEADED: ReadonlySet<ModelConfig['family']> = new Set<Headed['family']>([
  'gpt',
  'llama',
  'bert',
  'distilbert',
  't5',
]);

const isHeaded = (config: ModelConfig): config is Headed => HEADED.has(config.family);

/** Of heads, or of groups of them that share keys and values. */
export const headUnits = (config: Headed): number =>
  config.family === 'llama' && config.n_kv_head > 1 ? config.n_kv_head : config.n_head;

/** There is more than one head, so that some can go. */
export const hasSpareHeads = (config: ModelConfig): config is Headed =>
  isHeaded(config) && headUnits(config) > 1;

export const neuronsOf = (config: Headed): number =>
  config.family === 'gpt' ? innerWidth(config) : config.n_inner;

/**
 * Removes the heads and neurons whose weights into the residual stream are smallest (L1).
 * @throws BenchtopError too_much_removed
 */
export function shrink<Config extends Headed>(
  config: Config,
  weights: Weights,
  removal: Removal,
): { config: Config; weights: Map<string, Values> } {
  const heads = headUnits(config) - removal.heads;
  const neurons = neuronsOf(config) - removal.neurons;
  if (heads < 1 || neurons < 1) {
    const fields = { heads, neurons };
    throw new BenchtopError(
      'too_much_removed',
      'At least one head and one neuron must remain.',
      fields,
    );
  }
  const small = new Map([...weights].map(([name, values]) => [name, Float32Array.from(values)]));
  const units = unitsOf(config, weights);
  const width = config.n_embd;
  for (const choice of units.heads) choose(small, choice, width, [headUnits(config), heads]);
  for (const choice of units.neurons) choose(small, choice, width, [neuronsOf(config), neurons]);
  return { config: { ...config, ...sizesOf(config, heads, neurons) }, weights: small };
}

function sizesOf(config: Headed, heads: number, n_inner: number): Partial<Headed> {
  switch (config.family) {
    case 'gpt': {
      const head_dim = attentionWidth(config) / config.n_head;
      return { n_head: heads, pruned: { head_dim, n_inner } };
    }
    case 'llama': {
      const n_head = (heads * config.n_head) / headUnits(config);
      const n_kv_head = Math.min(config.n_kv_head, heads);
      return { n_head, n_kv_head, head_dim: headWidth(config), n_inner };
    }
    case 'bert':
    case 'distilbert': {
      const head_dim = headsWidth(config) / config.n_head;
      return { n_head: heads, n_inner, pruned: { head_dim } };
    }
    case 't5':
      return { n_head: heads, n_inner };
  }
}

type Counts = readonly [all: number, left: number];

/** `width`: of the residual stream. */
function choose(
  values: Map<string, Values>,
  { members, tables = [] }: Choice,
  width: number,
  [all, left]: Counts,
): void {
  const norms = new Float64Array(all);
  for (const member of members) addNorms(norms, member, values, width);
  const remaining = strongest(norms, left);
  const put = (name: string, columns: number, lines: readonly number[], rows: boolean): void => {
    const old = values.get(name);
    if (old) values.set(name, (rows ? keepRows : keepColumns)(old, lines, columns));
  };
  for (const { out, from, parts = 1, layout } of members) {
    const isFirst = layout === 'linear';
    for (const layer of from) {
      const outputs = values.get(`${layer}.weight`)!.length / width;
      const lines = linesOf(remaining, outputs / parts, all, parts);
      put(`${layer}.weight`, isFirst ? width : outputs, lines, isFirst);
      put(`${layer}.bias`, 1, lines, true);
    }
    const inputs = values.get(`${out}.weight`)!.length / width;
    put(`${out}.weight`, isFirst ? inputs : width, linesOf(remaining, inputs, all, 1), !isFirst);
  }
  for (const table of tables) put(table, all, remaining, false);
}

/** Σ |w| of each unit's weights into the residual stream. */
function addNorms(
  norms: Float64Array,
  { out, layout }: Units,
  values: ReadonlyMap<string, Values>,
  width: number,
): void {
  const weight = values.get(`${out}.weight`)!;
  const inputs = weight.length / width;
  const each = inputs / norms.length;
  weight.forEach((value, i) => {
    const input = layout === 'conv1d' ? Math.floor(i / width) : i % inputs;
    norms[Math.floor(input / each)]! += Math.abs(value);
  });
}

/** The indices of the greatest, in their order. */
const strongest = (norms: Float64Array, keep: number): number[] =>
  Array.from(norms.keys())
    .sort((a, b) => norms[b]! - norms[a]! || a - b)
    .slice(0, keep)
    .sort((a, b) => a - b);

/** Rows or columns of the units that are remaining, in each of `parts` blocks of `size`. */
function linesOf(remaining: readonly number[], size: number, all: number, parts: number): number[] {
  const each = size / all;
  const blocks = Array.from({ length: parts }, (_, part) => part * size);
  return blocks.flatMap((from) =>
    remaining.flatMap((unit) => Array.from({ length: each }, (_, i) => from + unit * each + i)),
  );
}

/** Of a weight [rows, width]. */
function keepRows(weight: Values, rows: readonly number[], width: number): Values {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(weight.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

function keepColumns(weight: Values, columns: readonly number[], width: number): Values {
  const out = new Float32Array((weight.length / width) * columns.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = weight[Math.floor(i / columns.length) * width + columns[i % columns.length]!]!;
  }
  return out;
}
