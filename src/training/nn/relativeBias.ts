// T5's position bias (Raffel et al. 2020): one learned number a head for each bucket of distances.
// Near distances have a bucket each, far ones share buckets that grow with the logarithm.
import { gather } from '../ops/layout/gather';
import { permute } from '../ops/layout/permute';
import { table } from '../ops/layout/table';
import type { Tensor } from '../tensor';

export interface DistanceBuckets {
  readonly buckets: number;
  readonly maxDistance: number;
  /** Half of the buckets are for keys to the right of the query. */
  readonly bidirectional: boolean;
}

/** distance = key position − query position. Rounds where PyTorch's float32 rounds. */
function bucketOf(
  distance: number,
  { buckets, maxDistance, bidirectional }: DistanceBuckets,
): number {
  const count = bidirectional ? Math.floor(buckets / 2) : buckets;
  const first = bidirectional && distance > 0 ? count : 0;
  const away = bidirectional ? Math.abs(distance) : Math.max(0, -distance);
  const near = Math.floor(count / 2);
  if (away < near) return first + away;
  const decades = Math.fround(Math.log(Math.fround(away / near)));
  const share = Math.fround(decades / Math.fround(Math.log(maxDistance / near)));
  const step = Math.floor(Math.fround(share * (count - near)));
  return first + Math.min(count - 1, near + step);
}

/** weight [buckets, H] → [H, Tq + Tk − 1], as attention's relativeBias; queries stand at the end. */
export function relativeBias(
  weight: Tensor,
  queryLen: number,
  keyLen: number,
  how: DistanceBuckets,
): Tensor {
  const count = queryLen + keyLen - 1;
  const ids = Uint32Array.from({ length: count }, (_, i) => bucketOf(i - (keyLen - 1), how));
  return permute(gather(weight, table('distance_buckets', [count], ids)), [1, 0]);
}
