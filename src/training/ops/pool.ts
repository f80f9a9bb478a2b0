// From one vector a place to one vector a sequence: the first place (BERT's [CLS]), the last kept
// one (decoders), or the mean of the kept ones. The last two are products with the mask's weights.
import { ShapeError } from '../../gpu/errors';
import { describeShape, namesOf, sameShape, type Tensor } from '../tensor';
import { maskWeights } from './layout/counting';
import { matmul } from './matmul';
import { reshape } from './layout/reshape';
import { slice } from './layout/slice';

export type PoolMode = 'cls' | 'last' | 'mean';

/** x [B, T, C], mask u32 [B, T] (1 = keep; only `cls` can do without) → [B, C]. */
export function pool(x: Tensor, mode: PoolMode, mask?: Tensor): Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  if (x.shape.length !== 3)
    throw new ShapeError({
      op: 'pool',
      node: namesOf(x),
      expected: '[B, T, C]',
      got: describeShape(x.shape),
      remedy: 'Give the hidden states of whole sequences, batch first.',
    });
  if (mode === 'cls') return reshape(slice(x, 1, 0, 1), [batch, width]);
  if (!mask || !sameShape(mask.shape, [batch, length])) {
    throw new ShapeError({
      op: 'pool',
      node: namesOf(x, mask),
      expected: `a mask [${batch}, ${length}]`,
      got: mask ? describeShape(mask.shape) : 'none',
      remedy: `Pooling by \`${mode}\` needs to know which positions are text; only \`cls\` does without.`,
    });
  }
  const weights = reshape(maskWeights(mask, mode), [batch, 1, length]);
  return reshape(matmul(weights, x), [batch, width]);
}
