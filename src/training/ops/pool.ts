// From one vector a place to one vector a sequence: the first place (BERT's [CLS]), the last kept
// one (decoders), or the mean of the kept ones. The last two are products with the mask's weights.
import { describeShape, sameShape, ShapeError, type Tensor } from '../tensor';
import { maskWeights } from './counting';
import { matmul } from './matmul';
import { reshape } from './reshape';
import { slice } from './slice';

export type PoolMode = 'cls' | 'last' | 'mean';

/** x [B, T, C], mask u32 [B, T] (1 = keep; only `cls` can do without) → [B, C]. */
export function pool(x: Tensor, mode: PoolMode, mask?: Tensor): Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  if (x.shape.length !== 3) throw new ShapeError('pool', '[B, T, C]', describeShape(x.shape));
  if (mode === 'cls') return reshape(slice(x, 1, 0, 1), [batch, width]);
  if (!mask || !sameShape(mask.shape, [batch, length])) {
    throw new ShapeError(
      'pool',
      `a mask [${batch}, ${length}]`,
      mask ? describeShape(mask.shape) : 'none',
    );
  }
  const weights = reshape(maskWeights(mask, mode), [batch, 1, length]);
  return reshape(matmul(weights, x), [batch, width]);
}
