// src/shaders/rmsnorm_backward.wgsl: a task is a group of rows, with partial sums of its own.
import { binding, constant, param } from '../call';
import { madd, sumOf } from '../lib/simd';

const GROUP_ROWS = 0;
const WEIGHT = 1;
const RESIDUAL = 2;
const PARTIALS = 3;

export function rmsnorm_backward(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const inp = binding(args, 1);
  const weight = constant(args, WEIGHT) ? binding(args, 2) : 0;
  const dresidual = binding(args, 4);
  const dinp = binding(args, 5);
  const width = param(args, 1);
  const bytes = (width as usize) << 2;
  const dweight = constant(args, PARTIALS) ? binding(args, 6) + (task as usize) * bytes : 0;
  if (dweight) memory.fill(dweight, 0, bytes);
  const hasResidual = constant(args, RESIDUAL) != 0;
  const first = task * constant(args, GROUP_ROWS);
  const end = min(param(args, 0), first + constant(args, GROUP_ROWS));
  for (let row = first; row < end; row++) {
    const at = (row as usize) * bytes;
    const rstd = load<f32>(binding(args, 3) + (row << 2));
    const meanGx = (sumOfGx(dout + at, inp + at, weight, width) * rstd) / (width as f32);
    const above = hasResidual ? dresidual + at : 0;
    write(dout + at, inp + at, weight, above, dinp + at, width, rstd, rstd * meanGx);
    if (dweight) addPartials(dout + at, inp + at, dweight, width, rstd);
  }
}

/** Σ g * inp */
function sumOfGx(dout: usize, inp: usize, weight: usize, width: i32): f32 {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~7) as usize) << 2;
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 32) {
    let a = v128.load(dout + i);
    let b = v128.load(dout + i, 16);
    if (weight) {
      a = f32x4.mul(a, v128.load(weight + i));
      b = f32x4.mul(b, v128.load(weight + i, 16));
    }
    s0 = madd(a, v128.load(inp + i), s0);
    s1 = madd(b, v128.load(inp + i, 16), s1);
  }
  let sum = sumOf(f32x4.add(s0, s1));
  for (; i < bytes; i += 4) {
    let a = load<f32>(dout + i);
    if (weight) a *= load<f32>(weight + i);
    sum += a * load<f32>(inp + i);
  }
  return sum;
}

/** dinp = rstd * (g - inp * share) (+ above); share = rstd * mean(g * x) */
function write(
  dout: usize,
  inp: usize,
  weight: usize,
  above: usize,
  dinp: usize,
  width: i32,
  rstd: f32,
  share: f32,
): void {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~3) as usize) << 2;
  const r = f32x4.splat(rstd);
  const s = f32x4.splat(share);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    let g = v128.load(dout + i);
    if (weight) g = f32x4.mul(g, v128.load(weight + i));
    let dx = f32x4.mul(r, f32x4.sub(g, f32x4.mul(v128.load(inp + i), s)));
    if (above) dx = f32x4.add(dx, v128.load(above + i));
    v128.store(dinp + i, dx);
  }
  for (; i < bytes; i += 4) {
    let g = load<f32>(dout + i);
    if (weight) g *= load<f32>(weight + i);
    let dx = rstd * (g - load<f32>(inp + i) * share);
    if (above) dx += load<f32>(above + i);
    store<f32>(dinp + i, dx);
  }
}

/** dweight += dout * inp * rstd */
function addPartials(dout: usize, inp: usize, dweight: usize, width: i32, rstd: f32): void {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~3) as usize) << 2;
  const r = f32x4.splat(rstd);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const x = f32x4.mul(v128.load(inp + i), r);
    v128.store(dweight + i, madd(v128.load(dout + i), x, v128.load(dweight + i)));
  }
  for (; i < bytes; i += 4) {
    const x = load<f32>(inp + i) * rstd;
    store<f32>(dweight + i, load<f32>(dweight + i) + load<f32>(dout + i) * x);
  }
}
