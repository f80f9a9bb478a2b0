// Which proposals stay, so that the text is distributed as the larger model writes it (Leviathan et al. 2023).
import { uniformDraw } from '../draws';
import { chooseToken } from '../choose';

/** Draws that are independent of those that tokens are chosen by. */
const ACCEPTS = 0x5bd1e995;
const REPLACES = 0x27d4eb2f;

export interface Check {
  /** Processed scores of the larger model, and of the smaller one where it has drawn. */
  readonly scores: Float32Array;
  readonly proposed?:
    | { readonly id: number; readonly scores?: Float32Array | undefined }
    | undefined;
  readonly temperature: number;
  readonly seed: number;
  readonly made: number;
}

/** The token that comes: the proposed one where it is accepted. */
export function checkedToken({ scores, proposed, temperature, seed, made }: Check): number {
  const draw = { temperature, seed, made, sequence: 0 };
  if (temperature === 0 || !proposed?.scores) return chooseToken(scores, draw);
  const { id } = proposed;
  const wanted = probabilities(scores);
  const offered = probabilities(proposed.scores);
  if (uniformDraw(seed ^ ACCEPTS, made, 0) * offered[id]! < (wanted[id] ?? 0)) return id;
  const rest = Float32Array.from(wanted, (share, at) =>
    Math.log(Math.max(0, share - (offered[at] ?? 0))),
  );
  // Rounding may leave nothing where the two are alike.
  const isLeft = rest.some((log) => log > -Infinity);
  return chooseToken(isLeft ? rest : scores, { ...draw, seed: seed ^ REPLACES });
}

function probabilities(scores: Float32Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = Float64Array.from(scores, (score) => Math.exp(score - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
