// Tensors one after another along a dimension: one copy an input, each into its range of the result.
import type { BufferView, DispatchSink } from '../../dispatch';
import { stridedCopy } from './permute';

export interface Concat {
  /** Each [outer, extent, inner]. */
  readonly inputs: readonly { readonly inp: BufferView; readonly extent: number }[];
  /** [outer, sum of extents, inner]. */
  readonly out: BufferView;
  readonly outer: number;
  readonly inner: number;
}

export function concat(sink: DispatchSink, { inputs, out, outer, inner }: Concat): void {
  const whole = inputs.reduce((sum, { extent }) => sum + extent, 0);
  let start = 0;
  for (const { inp, extent } of inputs) {
    stridedCopy(sink, {
      inp,
      out,
      shape: [outer, extent * inner],
      inpStrides: [extent * inner, 1],
      outStrides: [whole * inner, 1],
      outFirst: start * inner,
      label: 'concat',
    });
    start += extent;
  }
}
