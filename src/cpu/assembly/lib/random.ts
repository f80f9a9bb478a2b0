// src/shaders/lib/random.wgsl, four blocks at a time: (seed, step, op, block) -> four u32.
import { transpose4 } from './transpose';

const FACTOR: i32 = 1664525;
const SUMMAND: i32 = 1013904223;

/** What random4 makes of a word before it mixes them. */
function spread(word: v128): v128 {
  return i32x4.add(i32x4.mul(word, i32x4.splat(FACTOR)), i32x4.splat(SUMMAND));
}

function folded(word: v128): v128 {
  return v128.xor(word, i32x4.shr_u(word, 16));
}

/** Stores four vectors to `into`: each holds one of the four words of all four blocks. */
export function randomLanes(seed: i32, step: i32, op: i32, blocks: v128, into: usize): void {
  let x = spread(i32x4.splat(seed));
  let y = spread(i32x4.splat(step));
  let z = spread(i32x4.splat(op));
  let w = spread(blocks);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  x = folded(x);
  y = folded(y);
  z = folded(z);
  w = folded(w);
  x = i32x4.add(x, i32x4.mul(y, w));
  y = i32x4.add(y, i32x4.mul(z, x));
  z = i32x4.add(z, i32x4.mul(x, y));
  w = i32x4.add(w, i32x4.mul(y, z));
  v128.store(into, x);
  v128.store(into, y, 16);
  v128.store(into, z, 32);
  v128.store(into, w, 48);
}

/** The 16 words of blocks `block` … `block + 3`, in order, to address `into`. */
export function random16(seed: i32, step: i32, op: i32, block: i32, into: usize): void {
  randomLanes(seed, step, op, i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), into);
  transpose4(into, 16, into, 16);
}
