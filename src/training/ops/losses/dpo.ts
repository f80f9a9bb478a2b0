// Direct preference optimization (Rafailov et al. 2023), the sigmoid loss of TRL: what the policy's
// log-probabilities have gained on the reference's, chosen against rejected. With label smoothing a
// preference is taken to be the wrong way round with that probability (conservative DPO).
import { add, maximum, sub } from '../binary';
import { constant } from '../layout/constant';
import { mean, sum } from '../reduce';
import { abs, exp, log, neg, scale } from '../unary';
import type { Tensor } from '../../tensor';
import { crossEntropy } from './crossEntropy';

export interface DpoOptions {
  /** The higher, the closer the policy stays to the reference. */
  readonly beta: number;
  readonly label_smoothing: number;
}

/** Log-probabilities [B] of whole completions, by the one model and by the other. */
export type PairLogps = Readonly<Record<'chosen' | 'rejected', Tensor>>;

export interface DpoResult {
  readonly loss: Tensor;
  /** [B] */
  readonly losses: Tensor;
  /** [B]: beta times what the policy has gained on the reference. */
  readonly rewards: PairLogps;
}

/** log(1 + e^x), without overflow. */
const softplus = (x: Tensor): Tensor =>
  add(maximum(x, constant([], 0)), log(scale(exp(neg(abs(x))), 1, 1)));

/** Of the targets of each row that count: logits [N, T, V], targets i32 [N, T] → [N]. */
export const sequenceLogps = (logits: Tensor, targets: Tensor): Tensor =>
  neg(sum(crossEntropy(logits, targets).losses, { axes: [1] }));

export function dpoLoss(
  policy: PairLogps,
  reference: PairLogps,
  { beta, label_smoothing: smoothing }: DpoOptions,
): DpoResult {
  const reward = (of: keyof PairLogps): Tensor => scale(sub(policy[of], reference[of]), beta);
  const rewards = { chosen: reward('chosen'), rejected: reward('rejected') };
  const margin = sub(rewards.chosen, rewards.rejected);
  const right = softplus(neg(margin));
  const losses =
    smoothing === 0 ? right : add(scale(right, 1 - smoothing), scale(softplus(margin), smoothing));
  return { loss: mean(losses), losses, rewards };
}
