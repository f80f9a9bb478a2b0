// A gated causal convolution (Dauphin et al. 2017): twice as many channels, one half lets the other
// through. With growing dilation a few layers see far back.
import { conv1dCausal } from '../ops/conv1d';
import { concat, split } from '../ops/layout/concat';
import { linear } from '../ops/matmul';
import { permute } from '../ops/layout/permute';
import { reshape } from '../ops/layout/reshape';
import { pad, slice } from '../ops/layout/slice';
import { swiglu } from '../ops/swiglu';
import type { Tensor } from '../tensor';
import type { ParameterList, ParameterLookup } from './weights';

export function convolutionParameters(
  list: ParameterList,
  name: string,
  width: number,
  kernelSize: number,
): void {
  list.layer(`${name}.weight`, [2 * width, width, kernelSize], (width * kernelSize) ** -0.5);
  list.constant(`${name}.bias`, [2 * width], 0);
}

/**
 * x [B, T, C] → [B, T, C]; place t sees t, t − dilation, t − 2·dilation, … A weight that is stored as
 * a matrix, [2C, C · taps], is used as one.
 */
export function convolutionLayer(
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
  dilation: number,
): Tensor {
  const weight = parameter(`${name}.weight`)!;
  const bias = parameter(`${name}.bias`);
  const width = x.shape[2]!;
  if (weight.shape.length === 2) {
    const both = linear(unfolded(x, weight.shape[1]! / width, dilation), weight, bias);
    const [gate, value] = split(both, 2, [width, width]) as [Tensor, Tensor];
    return swiglu(gate, value, 'sigmoid');
  }
  const channels = permute(x, [0, 2, 1]); // [B, C, T]
  const both = conv1dCausal(channels, weight, { bias, dilation });
  const [gate, value] = split(both, 1, [width, width]) as [Tensor, Tensor];
  return permute(swiglu(gate, value, 'sigmoid'), [0, 2, 1]);
}

/** What each place sees, channel by channel: [B, T, C] → [B, T, C · taps]. */
function unfolded(x: Tensor, taps: number, dilation: number): Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  const padded = pad(x, [0, (taps - 1) * dilation, 0], [0, 0, 0]);
  const seen = Array.from({ length: taps }, (_, tap) =>
    reshape(slice(padded, 1, tap * dilation, tap * dilation + length), [batch, length, width, 1]),
  );
  return reshape(concat(seen, 3), [batch, length, width * taps]);
}
