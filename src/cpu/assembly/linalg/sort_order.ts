// src/shaders/sort_order.wgsl; a task places ELEMENTS of the values.
import { binding, param } from '../call';

/** As in src/cpu/families/linalg.ts. */
const ELEMENTS: i32 = 64;

export function sort_order(args: usize, task: i32): void {
  const values = binding(args, 0);
  const order = binding(args, 1);
  const count = param(args, 0);
  const end = min(count, (task + 1) * ELEMENTS);
  for (let i = task * ELEMENTS; i < end; i++) {
    store<i32>(order + (comesBefore(values, count, i) << 2), i);
  }
}

/** How many values come before value i: greater ones, and equal ones that stand before it. */
function comesBefore(values: usize, count: i32, i: i32): i32 {
  const own = load<f32>(values + (i << 2));
  const all = f32x4.splat(own);
  // True is -1.
  let sums = i32x4.splat(0);
  let before = 0;
  let j = 0;
  for (; j + 4 <= i; j += 4) {
    sums = i32x4.sub(sums, f32x4.ge(v128.load(values + (j << 2)), all));
  }
  for (; j < i; j++) before += load<f32>(values + (j << 2)) >= own ? 1 : 0;
  for (; j + 4 <= count; j += 4) {
    sums = i32x4.sub(sums, f32x4.gt(v128.load(values + (j << 2)), all));
  }
  for (; j < count; j++) before += load<f32>(values + (j << 2)) > own ? 1 : 0;
  return (
    before +
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
