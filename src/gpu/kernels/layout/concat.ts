// Tensors one after another along a dimension: one copy a part, each to its place in the result.
import type { BufferView, DispatchSink } from '../../dispatch';
import { stridedCopy } from './permute';

export interface Concat {
  /** Each [outer, extent, inner]. */
  readonly parts: readonly { readonly inp: BufferView; readonly extent: number }[];
  /** [outer, sum of extents, inner]. */
  readonly out: BufferView;
  readonly outer: number;
  readonly inner: number;
}

export function concat(sink: DispatchSink, { parts, out, outer, inner }: Concat): void {
  const whole = parts.reduce((sum, { extent }) => sum + extent, 0);
  let start = 0;
  for (const { inp, extent } of parts) {
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
