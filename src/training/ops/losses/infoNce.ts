// Contrastive losses over batches of pairs: cosine similarity / temperature, then cross-entropy
// against the partner. SimCSE: Gao et al. 2021; symmetric: CLIP, Radford et al. 2021; NT-Xent:
// SimCLR, Chen et al. 2020; InfoNCE: van den Oord et al. 2018.
import { ShapeError } from '../../../gpu/errors';
import { describeShape, namesOf, sameShape, type Tensor } from '../../tensor';
import { add, equal } from '../binary';
import { concat } from '../layout/concat';
import { iota } from '../layout/counting';
import { crossEntropy } from './crossEntropy';
import { matmul } from '../matmul';
import { rmsNorm } from '../norm';
import { permute } from '../layout/permute';
import { reshape } from '../layout/reshape';
import { scale } from '../unary';

export interface InfoNceResult {
  /** [2]: the loss in nats, and how many rows counted. */
  readonly loss: Tensor;
  /** Similarities / temperature. */
  readonly sim: Tensor;
}

/** Only keeps a zero vector from dividing by zero. */
const EPS = 1e-16;
/** Far below any similarity, and exp of it is 0. */
const EXCLUDED = -1e30;

/** Rows of length √C: their products are C times the cosine. */
const sphere = (z: Tensor): Tensor => rmsNorm(z, undefined, { eps: EPS }).normed;

const similarities = (rows: Tensor, columns: Tensor, temperature: number): Tensor =>
  scale(matmul(rows, columns, { transB: true }), 1 / (rows.shape[1]! * temperature));

function requirePairs(form: string, ...views: readonly Tensor[]): [n: number, width: number] {
  const [first] = views;
  for (const { shape } of views) {
    if (shape.length !== 2 || !sameShape(shape, first!.shape)) {
      throw new ShapeError({
        op: `infoNce ${form}`,
        node: namesOf(...views),
        expected: 'vectors [N, C] of one shape',
        got: views.map((view) => describeShape(view.shape)).join(' and '),
        remedy: 'Pool each sequence to a vector, and give every view as many of them.',
      });
    }
  }
  return first!.shape as [number, number];
}

/** Row i of z1 must find row i of z2 among all of them, and among `hard` negatives where given. */
export function simcse(z1: Tensor, z2: Tensor, temperature: number, hard?: Tensor): InfoNceResult {
  const [n] = requirePairs('simcse', z1, z2, ...(hard ? [hard] : []));
  const columns = hard ? concat([sphere(z2), sphere(hard)], 0) : sphere(z2);
  const sim = similarities(sphere(z1), columns, temperature);
  return { loss: crossEntropy(sim, iota(n, 'i32')).loss, sim };
}

/** Both ways: the mean of finding z2 from z1 and z1 from z2. */
export function symmetric(z1: Tensor, z2: Tensor, temperature: number): InfoNceResult {
  const [n] = requirePairs('symmetric', z1, z2);
  const sim = similarities(sphere(z1), sphere(z2), temperature);
  const partners = iota(n, 'i32');
  const both = add(
    crossEntropy(sim, partners).loss,
    crossEntropy(permute(sim, [1, 0]), partners).loss,
  );
  return { loss: scale(both, 0.5), sim };
}

/** All 2N vectors together: each must find its partner among all but itself. */
export function ntXent(z1: Tensor, z2: Tensor, temperature: number): InfoNceResult {
  const [n] = requirePairs('ntXent', z1, z2);
  const all = sphere(concat([z1, z2], 0));
  const sim = similarities(all, all, temperature);
  const indices = iota(2 * n, 'f32');
  const isSelf = equal(reshape(indices, [2 * n, 1]), indices);
  const logits = add(sim, scale(isSelf, EXCLUDED));
  const partners = iota(2 * n, 'i32', { start: n, modulus: 2 * n });
  return { loss: crossEntropy(logits, partners).loss, sim };
}
