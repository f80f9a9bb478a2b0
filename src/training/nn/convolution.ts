// A gated causal convolution (Dauphin et al. 2017): twice as many channels, one half lets the other
// through. With growing dilation a few layers see far back.
import { conv1dCausal } from '../ops/conv1d';
import { split } from '../ops/concat';
import { permute } from '../ops/permute';
import { swiglu } from '../ops/swiglu';
import type { Tensor } from '../tensor';
import type { ParameterList, ParameterLookup } from './weights';

export function convolutionParameters(
  list: ParameterList,
  name: string,
  width: number,
  kernelSize: number,
): void {
  list.normal(`${name}.weight`, [2 * width, width, kernelSize], (width * kernelSize) ** -0.5);
  list.constant(`${name}.bias`, [2 * width], 0);
}

/** x [B, T, C] → [B, T, C]; place t sees t, t − dilation, t − 2·dilation, … */
export function convolutionLayer(
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
  dilation: number,
): Tensor {
  const channels = permute(x, [0, 2, 1]); // [B, C, T]
  const bias = parameter(`${name}.bias`);
  const both = conv1dCausal(channels, parameter(`${name}.weight`)!, { bias, dilation });
  const width = x.shape[2]!;
  const [gate, value] = split(both, 1, [width, width]) as [Tensor, Tensor];
  return permute(swiglu(gate, value, 'sigmoid'), [0, 2, 1]);
}
