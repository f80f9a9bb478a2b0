// src/shaders/layernorm_backward.wgsl: a task is a group of rows, with partial sums of its own.
import { binding, constant, param } from '../call';
import { madd, sumOf } from '../lib/simd';

const GROUP_ROWS = 0;
const WEIGHT = 1;
const RESIDUAL = 2;
const PARTIALS = 3;

export function layernorm_backward(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const inp = binding(args, 1);
  const weight = constant(args, WEIGHT) ? binding(args, 2) : 0;
  const dresidual = binding(args, 5);
  const dinp = binding(args, 6);
  const width = param(args, 1);
  const bytes = (width as usize) << 2;
  const partials = constant(args, PARTIALS) ? binding(args, 7) + (task as usize) * 2 * bytes : 0;
  if (partials) memory.fill(partials, 0, 2 * bytes);
  const hasResidual = constant(args, RESIDUAL) != 0;
  const first = task * constant(args, GROUP_ROWS);
  const end = min(param(args, 0), first + constant(args, GROUP_ROWS));
  for (let row = first; row < end; row++) {
    const at = (row as usize) * bytes;
    const mean = load<f32>(binding(args, 3) + (row << 2));
    const rstd = load<f32>(binding(args, 4) + (row << 2));
    const sums = sumsOf(dout + at, inp + at, weight, width, mean);
    const meanG = f32x4.extract_lane(sums, 0) / (width as f32);
    const meanGx = (f32x4.extract_lane(sums, 1) * rstd) / (width as f32);
    const above = hasResidual ? dresidual + at : 0;
    write(dout + at, inp + at, weight, above, dinp + at, width, mean, rstd, meanG, meanGx);
    if (partials) addPartials(dout + at, inp + at, partials, width, mean, rstd);
  }
}

/** Σ g and Σ g (inp - mean), in the first two lanes. */
function sumsOf(dout: usize, inp: usize, weight: usize, width: i32, mean: f32): v128 {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~7) as usize) << 2;
  const m = f32x4.splat(mean);
  let g0 = f32x4.splat(0);
  let g1 = f32x4.splat(0);
  let x0 = f32x4.splat(0);
  let x1 = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 32) {
    let a = v128.load(dout + i);
    let b = v128.load(dout + i, 16);
    if (weight) {
      a = f32x4.mul(a, v128.load(weight + i));
      b = f32x4.mul(b, v128.load(weight + i, 16));
    }
    g0 = f32x4.add(g0, a);
    g1 = f32x4.add(g1, b);
    x0 = madd(a, f32x4.sub(v128.load(inp + i), m), x0);
    x1 = madd(b, f32x4.sub(v128.load(inp + i, 16), m), x1);
  }
  let g = sumOf(f32x4.add(g0, g1));
  let gx = sumOf(f32x4.add(x0, x1));
  for (; i < bytes; i += 4) {
    let a = load<f32>(dout + i);
    if (weight) a *= load<f32>(weight + i);
    g += a;
    gx += a * (load<f32>(inp + i) - mean);
  }
  return f32x4.replace_lane(f32x4.splat(g), 1, gx);
}

/** dinp = rstd * (g - meanG - x * meanGx) (+ above) */
function write(
  dout: usize,
  inp: usize,
  weight: usize,
  above: usize,
  dinp: usize,
  width: i32,
  mean: f32,
  rstd: f32,
  meanG: f32,
  meanGx: f32,
): void {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~3) as usize) << 2;
  const m = f32x4.splat(mean);
  const r = f32x4.splat(rstd);
  const ofG = f32x4.splat(meanG);
  const ofX = f32x4.splat(rstd * meanGx);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    let g = v128.load(dout + i);
    if (weight) g = f32x4.mul(g, v128.load(weight + i));
    const x = f32x4.mul(f32x4.sub(v128.load(inp + i), m), ofX);
    let dx = f32x4.mul(r, f32x4.sub(f32x4.sub(g, ofG), x));
    if (above) dx = f32x4.add(dx, v128.load(above + i));
    v128.store(dinp + i, dx);
  }
  for (; i < bytes; i += 4) {
    let g = load<f32>(dout + i);
    if (weight) g *= load<f32>(weight + i);
    let dx = rstd * (g - meanG - (load<f32>(inp + i) - mean) * (rstd * meanGx));
    if (above) dx += load<f32>(above + i);
    store<f32>(dinp + i, dx);
  }
}

/** dweight += dout * x, dbias += dout */
function addPartials(
  dout: usize,
  inp: usize,
  dweight: usize,
  width: i32,
  mean: f32,
  rstd: f32,
): void {
  const bytes = (width as usize) << 2;
  const whole = ((width & ~3) as usize) << 2;
  const dbias = dweight + bytes;
  const m = f32x4.splat(mean);
  const r = f32x4.splat(rstd);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const d = v128.load(dout + i);
    const x = f32x4.mul(f32x4.sub(v128.load(inp + i), m), r);
    v128.store(dweight + i, madd(d, x, v128.load(dweight + i)));
    v128.store(dbias + i, f32x4.add(v128.load(dbias + i), d));
  }
  for (; i < bytes; i += 4) {
    const d = load<f32>(dout + i);
    const x = (load<f32>(inp + i) - mean) * rstd;
    store<f32>(dweight + i, load<f32>(dweight + i) + d * x);
    store<f32>(dbias + i, load<f32>(dbias + i) + d);
  }
}
