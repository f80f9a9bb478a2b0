// An output layer over one state of a sequence: Radford et al. 2018 take the last, BERT the first.
import { crossEntropy } from '../ops/crossEntropy';
import { linear } from '../ops/matmul';
import { pool, type PoolMode } from '../ops/pool';
import type { ParameterSpec } from '../parameters';
import type { Tensor } from '../tensor';
import type { ParameterLookup } from './weights';

/** Hugging Face's name for decoders. */
const SCORE = 'score.weight';

export const classifierParameters = (classes: number, width: number): readonly ParameterSpec[] => [
  { name: SCORE, shape: [classes, width], initial: { normal: 0.02 } },
];

/** final [B, T, C], mask u32 [B, T] (1 = a real token), labels i32 [B]. */
export function classLoss(
  { final, mask, labels }: { final: Tensor; mask: Tensor; labels: Tensor },
  parameter: ParameterLookup,
  pooling: PoolMode,
) {
  const logits = linear(pool(final, pooling, mask), parameter(SCORE)!); // [B, classes]
  return { logits, result: crossEntropy(logits, labels) };
}
