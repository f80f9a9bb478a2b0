// Pruning of a whole model: which weights of its layers go. Masks are found again from the zeros that
// they left, so that whatever comes between two stages need not carry them.
import type { ParameterSpec } from '../parameters';
import { masked } from './maskArena';
import { pruneEach, pruneNOfM, pruneTogether, type PruneMask } from './prune';

type Values = Float32Array<ArrayBuffer>;
export type Masks = ReadonlyMap<string, PruneMask>;

export interface PruneRule {
  /** Each matrix by itself, all together, or so many of every four neighbors. */
  readonly how: 'each' | 'global' | 'n_m';
  /** Share of the weights that goes. */
  readonly amount: number;
}

const GROUP = 4;

const layersOf = (specs: readonly ParameterSpec[]): readonly ParameterSpec[] =>
  specs.filter(({ layout }) => layout);

export function pruneMasks(
  specs: readonly ParameterSpec[],
  weights: ReadonlyMap<string, Values>,
  { how, amount }: PruneRule,
): Masks {
  const layers = layersOf(specs);
  const tensors = layers.map(({ name }) => weights.get(name)!);
  const masks =
    how === 'n_m'
      ? layers.map((spec, i) => groupMask(spec, tensors[i]!, amount))
      : (how === 'each' ? pruneEach : pruneTogether)(tensors, amount);
  return new Map(layers.map(({ name }, i) => [name, masks[i]!]));
}

function groupMask({ shape, layout }: ParameterSpec, weight: Values, amount: number): PruneMask {
  const first = shape[0]!;
  const rest = weight.length / first;
  const keep = Math.round(GROUP * (1 - amount));
  const of = { keep, of: GROUP };
  // Along the inputs of each output.
  return layout === 'conv1d'
    ? pruneNOfM(weight, { rows: rest, cols: first }, { row: 1, col: rest }, of)
    : pruneNOfM(weight, { rows: first, cols: rest }, { row: rest, col: 1 }, of);
}

export const maskWeights = (
  weights: ReadonlyMap<string, Values>,
  masks: Masks,
): Map<string, Values> =>
  new Map(
    [...weights].map(([name, values]) => {
      const mask = masks.get(name);
      return [name, mask ? masked(values, mask) : values];
    }),
  );

/** The masks of a pruned model's layers: what is 0 has gone. */
export const masksOfZeros = (
  specs: readonly ParameterSpec[],
  weights: ReadonlyMap<string, Values>,
): Masks =>
  new Map(
    layersOf(specs).map(({ name }) => {
      const values = weights.get(name)!;
      const mask: PruneMask = new Uint32Array(Math.ceil(values.length / 32));
      values.forEach((value, i) => {
        if (value !== 0) mask[i >>> 5]! |= 1 << (i & 31);
      });
      return [name, mask];
    }),
  );
