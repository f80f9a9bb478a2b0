// src/shaders/rope.wgsl, a row of a head at a time: y = x cos + rotate_half(x) sin.
import { binding, constant, param } from '../call';

/** Params. */
const COUNT = 0;
const HEAD_DIM = 1;
const HEADS = 2;
const ROTATED = 3;
const SEQ_LEN = 4;
const FIRST = 5;
const POSITIONS = 6;

/** Constants; a task has EACH rows. */
const BACK = 0;
const PAST = 1;
const EACH = 2;

export function rope(args: usize, task: i32): void {
  const depth = param(args, HEAD_DIM);
  const heads = param(args, HEADS);
  const bytes = (depth as usize) << 2;
  const each = constant(args, EACH);
  const end = min(param(args, COUNT) / depth, (task + 1) * each);
  const past = constant(args, PAST) ? load<i32>(binding(args, 3)) : 0;
  for (let row = task * each; row < end; row++) {
    const from = binding(args, 0) + row * bytes;
    const to = binding(args, 4) + row * bytes;
    if (row % heads >= param(args, ROTATED)) {
      memory.copy(to, from, bytes);
      continue;
    }
    const wanted = param(args, FIRST) + ((row / heads) % param(args, SEQ_LEN)) + past;
    const place = constant(args, PAST) ? min(wanted, param(args, POSITIONS) - 1) : wanted;
    const cos = binding(args, 1) + place * bytes;
    const sin = binding(args, 2) + place * bytes;
    turn(from, cos, sin, to, depth >> 1, constant(args, BACK) != 0);
  }
}

/** Both halves of a row, `half` numbers each. */
function turn(from: usize, cos: usize, sin: usize, to: usize, half: i32, isBack: bool): void {
  const other = (half as usize) << 2;
  const sign: f32 = isBack ? -1 : 1;
  let i: usize = 0;
  for (; i < ((half & ~3) as usize) << 2; i += 16) {
    const x = v128.load(from + i);
    const y = v128.load(from + other + i);
    const sinX = f32x4.mul(f32x4.splat(sign), v128.load(sin + i));
    const sinY = f32x4.mul(f32x4.splat(sign), v128.load(sin + other + i));
    const first = f32x4.sub(f32x4.mul(x, v128.load(cos + i)), f32x4.mul(y, sinX));
    const second = f32x4.add(f32x4.mul(y, v128.load(cos + other + i)), f32x4.mul(x, sinY));
    v128.store(to + i, first);
    v128.store(to + other + i, second);
  }
  for (; i < other; i += 4) {
    const x = load<f32>(from + i);
    const y = load<f32>(from + other + i);
    store<f32>(to + i, x * load<f32>(cos + i) - y * sign * load<f32>(sin + i));
    store<f32>(
      to + other + i,
      y * load<f32>(cos + other + i) + x * sign * load<f32>(sin + other + i),
    );
  }
}
