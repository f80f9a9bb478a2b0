// src/shaders/cache_append.wgsl, a row at a time.
import { binding, constant, param } from '../call';

/** Params. */
const COUNT = 0;
const ROWS = 1;
const WIDTH = 2;
const SEQUENCES = 3;
const CAPACITY = 4;
const K_ROW = 5;
const K_OFFSET = 6;
const V_ROW = 7;
const V_OFFSET = 8;

/** A task has as many rows as the first constant says. */
export function cache_append(args: usize, task: i32): void {
  const width = param(args, WIDTH);
  const rows = param(args, ROWS);
  const capacity = param(args, CAPACITY);
  const past = load<u32>(binding(args, 2));
  const firstSequence = load<u32>(binding(args, 2), 4);
  const bytes = (width as usize) << 2;
  const each = constant(args, 0);
  const end = min(param(args, COUNT) / width, (task + 1) * each);
  for (let row = task * each; row < end; row++) {
    const place = past + (row % rows);
    const sequence = firstSequence + row / rows;
    if (place >= (capacity as u32) || sequence >= (param(args, SEQUENCES) as u32)) continue;
    const to = (sequence * capacity + place) * bytes;
    const k = (param(args, K_OFFSET) + row * param(args, K_ROW)) << 2;
    const v = (param(args, V_OFFSET) + row * param(args, V_ROW)) << 2;
    memory.copy(binding(args, 3) + to, binding(args, 0) + k, bytes);
    memory.copy(binding(args, 4) + to, binding(args, 1) + v, bytes);
  }
}
