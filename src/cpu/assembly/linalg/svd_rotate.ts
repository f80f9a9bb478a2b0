// src/shaders/svd_rotate.wgsl: a task is a pair of vectors.
import { binding, param } from '../call';
import { madd, sumOf } from '../lib/simd';

/** Below this cosine two vectors count as orthogonal. */
const ORTHOGONAL: f32 = 1e-7;

export function svd_rotate(args: usize, task: i32): void {
  const count = param(args, 0);
  const length = param(args, 1);
  const round = param(args, 2);
  // The last seat stays, the others move on by one a round; an odd count has an empty last seat.
  const moving = ((count + 1) & ~1) - 1;
  const a = (round + task) % moving;
  const b = task == 0 ? moving : (round + moving - task) % moving;
  const second = max(a, b);
  if (second >= count) return;
  const width = length + count;
  const p = binding(args, 0) + ((min(a, b) * width) << 2);
  const q = binding(args, 0) + ((second * width) << 2);
  const pp = dot(p, p, length);
  const qq = dot(q, q, length);
  const pq = dot(p, q, length);
  if (abs<f32>(pq) <= ORTHOGONAL * sqrt<f32>(pp) * sqrt<f32>(qq)) return;
  const zeta = (qq - pp) / (2 * pq);
  const sign: f32 = zeta >= 0 ? 1 : -1;
  const tangent = sign / (abs<f32>(zeta) + sqrt<f32>(1 + zeta * zeta));
  const cosine: f32 = 1 / sqrt<f32>(1 + tangent * tangent);
  turn(p, q, width, cosine, cosine * tangent);
}

function dot(x: usize, y: usize, count: i32): f32 {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~15) as usize) << 2;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 64) {
    a = madd(v128.load(x + i), v128.load(y + i), a);
    b = madd(v128.load(x + i, 16), v128.load(y + i, 16), b);
    c = madd(v128.load(x + i, 32), v128.load(y + i, 32), c);
    d = madd(v128.load(x + i, 48), v128.load(y + i, 48), d);
  }
  let sum = sumOf(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  for (; i < bytes; i += 4) sum += load<f32>(x + i) * load<f32>(y + i);
  return sum;
}

function turn(p: usize, q: usize, count: i32, cosine: f32, sine: f32): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  const c = f32x4.splat(cosine);
  const s = f32x4.splat(sine);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const x = v128.load(p + i);
    const y = v128.load(q + i);
    v128.store(p + i, f32x4.sub(f32x4.mul(c, x), f32x4.mul(s, y)));
    v128.store(q + i, f32x4.add(f32x4.mul(s, x), f32x4.mul(c, y)));
  }
  for (; i < bytes; i += 4) {
    const x = load<f32>(p + i);
    const y = load<f32>(q + i);
    store<f32>(p + i, cosine * x - sine * y);
    store<f32>(q + i, sine * x + cosine * y);
  }
}
