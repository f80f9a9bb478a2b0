// Right or wrong from the GPU: how far the target's logit lies below the greatest one.
import { sub } from '../ops/binary';
import type { CrossEntropyResult } from '../ops/losses/crossEntropy';
import { max } from '../ops/max';
import { reshape } from '../ops/layout/reshape';
import type { Tensor } from '../tensor';

/** In nats, of each row; 0 (but for rounding) where the target is the likeliest. */
export function gapsOf(logits: Tensor, { losses, lse }: CrossEntropyResult): Tensor {
  const greatest = reshape(max(logits, { axes: [logits.shape.length - 1] }), lse.shape);
  return sub(losses, sub(lse, greatest));
}

/** Above the rounding of a difference of logits, far below one that decides anything. */
const ROUNDING_NATS = 1e-4;

/** Whether every position of a row that counts has its target likeliest. Ignored positions have loss 0. */
export const isRight = (gaps: Float32Array): boolean => gaps.every((gap) => gap <= ROUNDING_NATS);
