// Causal convolution over time as torch.nn.functional.conv1d on the left-padded sequence: y[t] sees
// x[≤ t] only, and the last tap meets x[t]. Depthwise: a weighted sum of shifted copies; else the
// shifted copies stand side by side as channels, and the convolution is one product a group.
import { ShapeError } from '../../gpu/errors';
import { describeShape, namesOf, sameShape, type Tensor } from '../tensor';
import { add, mul } from './binary';
import { concat, split } from './layout/concat';
import { matmul } from './matmul';
import { permute } from './layout/permute';
import { reshape } from './layout/reshape';
import { pad, slice } from './layout/slice';

export interface Conv1dOptions {
  /** [Cout] */
  readonly bias?: Tensor | undefined;
  /** Places between two taps. */
  readonly dilation?: number;
  /** Channels are split in that many groups which see nothing of each other. */
  readonly groups?: number;
}

/** x [B, Cin, T], weight [Cout, Cin / groups, K] → [B, Cout, T]. */
export function conv1dCausal(x: Tensor, weight: Tensor, options: Conv1dOptions = {}): Tensor {
  const { bias, dilation = 1, groups = 1 } = options;
  const [, channels, length] = x.shape as [number, number, number];
  const [outputs, each, taps] = weight.shape as [number, number, number];
  if (x.shape.length !== 3 || weight.shape.length !== 3 || each * groups !== channels) {
    throw new ShapeError({
      op: 'conv1d_causal',
      node: namesOf(x, weight),
      expected: `x [B, ${groups * each}, T] for weight ${describeShape(weight.shape)}, ${groups} groups`,
      got: describeShape(x.shape),
      remedy:
        'Channels come before time: transpose [B, T, C] first; a weight is [Cout, Cin / groups, K].',
    });
  }
  if (outputs % groups !== 0 || (bias && !sameShape(bias.shape, [outputs]))) {
    throw new ShapeError({
      op: 'conv1d_causal',
      node: namesOf(x, weight, bias),
      expected: `${groups} groups that divide the outputs, and a bias for each output`,
      got: `weight ${describeShape(weight.shape)}, bias ${bias ? describeShape(bias.shape) : 'none'}`,
      remedy: 'Make the output channels a multiple of the groups, and the bias [Cout].',
    });
  }
  const padded = pad(x, [0, 0, (taps - 1) * dilation], [0, 0, 0]);
  const shifted = Array.from({ length: taps }, (_, tap) =>
    slice(padded, 2, tap * dilation, tap * dilation + length),
  );
  const isDepthwise = each === 1 && outputs === channels;
  const y = isDepthwise ? depthwise(shifted, weight) : grouped(shifted, weight, groups);
  return bias ? add(y, reshape(bias, [outputs, 1])) : y;
}

function depthwise(shifted: readonly Tensor[], weight: Tensor): Tensor {
  const [channels] = weight.shape as [number, number, number];
  return shifted
    .map((x, tap) => mul(x, reshape(slice(weight, 2, tap, tap + 1), [channels, 1])))
    .reduce(add);
}

function grouped(shifted: readonly Tensor[], weight: Tensor, groups: number): Tensor {
  const [outputs, each, taps] = weight.shape as [number, number, number];
  // [Cout, K · Cin / groups], as the copies stand
  const matrix = reshape(permute(weight, [0, 2, 1]), [outputs, taps * each]);
  const extents = (extent: number) => Array.from({ length: groups }, () => extent);
  const matrices = split(matrix, 0, extents(outputs / groups));
  const channels = shifted.map((x) => split(x, 1, extents(each)));
  const results = matrices.map((rows, group) =>
    matmul(
      rows,
      concat(
        channels.map((parts) => parts[group]!),
        1,
      ),
    ),
  );
  return concat(results, 1);
}
