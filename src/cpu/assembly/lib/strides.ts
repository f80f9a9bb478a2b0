// src/shaders/lib/strides.wgsl: where element i of a walk over up to five dimensions lies.
import { param } from '../call';

/** `strides`, `outer` and `dims` are positions in Params; elements. */
export function offsetAt(
  args: usize,
  i: i32,
  inner: i32,
  strides: i32,
  outer: i32,
  dims: i32,
): i32 {
  let rest = i;
  let at = 0;
  for (let d = 3; d > 3 - inner; d--) {
    const extent = param(args, dims + d);
    at += (rest % extent) * param(args, strides + d);
    rest /= extent;
  }
  return at + rest * param(args, outer);
}
