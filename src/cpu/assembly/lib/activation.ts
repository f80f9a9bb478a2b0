// src/shaders/lib/activation.wgsl, four numbers at a time: activations and their derivatives at the
// pre-activation x. NaN in gives NaN out of every forward function.
import { expNormal4, madd, sign4 } from './simd';

const GELU_TANH = 1;
const GELU_ERF = 2;
const RELU = 3;
const SILU = 4;
const TANH = 5;
const SIGMOID = 6;

const SQRT_2_OVER_PI: f32 = 0.7978845608;
const SQRT_HALF: f32 = 0.7071067812;
const INVERSE_SQRT_2_PI: f32 = 0.3989422804;
const GELU_CUBIC: f32 = 0.044715;
/** Beyond this gelu is 0 or x to the last bit; the inner polynomials stay finite. */
const GELU_LIMIT: f32 = 16;
const ERF_FAR: f32 = 0.927734375;

function splat(x: f32): v128 {
  return f32x4.splat(x);
}

function clampGelu(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, splat(GELU_LIMIT)), splat(-GELU_LIMIT));
}

/** e^-|x|, of which sigmoid and its derivative are made. */
function decayOf(x: v128): v128 {
  return expNormal4(v128.or(x, splat(-0.0)));
}

function sigmoidOf(x: v128, e: v128, inverse: v128): v128 {
  return f32x4.mul(v128.bitselect(splat(1), e, f32x4.ge(x, splat(0))), inverse);
}

/** `inverse` is 1 / (1 + e). */
function dSigmoidOf(e: v128, inverse: v128): v128 {
  return f32x4.mul(f32x4.mul(e, inverse), inverse);
}

function inverseOf(e: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), e));
}

export function sigmoid4(x: v128): v128 {
  const e = decayOf(x);
  const above = v128.bitselect(splat(1), e, f32x4.ge(x, splat(0)));
  return f32x4.div(above, f32x4.add(splat(1), e));
}

function dSigmoid(x: v128): v128 {
  const e = decayOf(x);
  return dSigmoidOf(e, inverseOf(e));
}

export function tanh4(x: v128): v128 {
  const s = f32x4.mul(x, x);
  let p = madd(splat(1.57394409e-2), s, splat(-5.2302558e-2));
  p = madd(p, s, splat(1.3315247e-1));
  p = madd(p, s, splat(-3.33327681e-1));
  const near = madd(f32x4.mul(p, s), x, x);
  const e = expNormal4(f32x4.mul(splat(-2), f32x4.abs(x)));
  const ratio = f32x4.div(f32x4.sub(splat(1), e), f32x4.add(splat(1), e));
  const far = f32x4.mul(sign4(x), ratio);
  return v128.bitselect(far, near, f32x4.ge(f32x4.abs(x), splat(0.55)));
}

function dTanh(x: v128): v128 {
  const e = expNormal4(f32x4.mul(splat(-2), f32x4.abs(x)));
  const sum = f32x4.add(splat(1), e);
  return f32x4.div(f32x4.mul(splat(4), e), f32x4.mul(sum, sum));
}

function erfNear(x: v128): v128 {
  const s = f32x4.mul(x, x);
  let p = madd(splat(-5.96761703e-4), s, splat(4.99119423e-3));
  p = madd(p, s, splat(-2.67681349e-2));
  p = madd(p, s, splat(1.12819925e-1));
  p = madd(p, s, splat(-3.76125336e-1));
  p = madd(p, s, splat(1.28379166e-1));
  return madd(p, x, x);
}

/** erfc of t ≥ 0.9277. */
function erfcFar(t: v128): v128 {
  let p = madd(splat(-1.7285347e-5), t, splat(3.83197126e-4));
  p = madd(p, t, splat(-3.88396438e-3));
  p = madd(p, t, splat(2.42546219e-2));
  p = madd(p, t, splat(-1.06777877e-1));
  p = madd(p, t, splat(-6.34846687e-1));
  p = madd(p, t, splat(-1.28717512e-1));
  return expNormal4(f32x4.sub(f32x4.mul(p, t), t));
}

/** 0.5 (1 + erf(x / sqrt 2)) without cancellation in the negative tail. */
function normalCdf(x: v128): v128 {
  const t = f32x4.mul(x, splat(SQRT_HALF));
  const size = f32x4.abs(t);
  const tail = f32x4.mul(splat(0.5), erfcFar(f32x4.pmin(size, splat(12))));
  const far = v128.bitselect(tail, f32x4.sub(splat(1), tail), f32x4.lt(x, splat(0)));
  const near = f32x4.add(splat(0.5), f32x4.mul(splat(0.5), erfNear(t)));
  return v128.bitselect(far, near, f32x4.gt(size, splat(ERF_FAR)));
}

/** sqrt(2 / pi) (c + 0.044715 c^3) */
function geluInner(c: v128): v128 {
  const cubic = f32x4.add(splat(1), f32x4.mul(splat(GELU_CUBIC), f32x4.mul(c, c)));
  return f32x4.mul(f32x4.mul(splat(SQRT_2_OVER_PI), c), cubic);
}

function geluTanh(x: v128): v128 {
  const inner = geluInner(clampGelu(x));
  return f32x4.mul(x, sigmoid4(f32x4.add(inner, inner)));
}

function dGeluTanh(x: v128): v128 {
  const c = clampGelu(x);
  const u = geluInner(c);
  const twice = f32x4.add(u, u);
  const square = f32x4.mul(splat(3 * GELU_CUBIC), f32x4.mul(c, c));
  const du = f32x4.mul(splat(SQRT_2_OVER_PI), f32x4.add(splat(1), square));
  const e = decayOf(twice);
  const inverse = inverseOf(e);
  const slope = f32x4.mul(f32x4.mul(f32x4.add(c, c), du), dSigmoidOf(e, inverse));
  return f32x4.add(sigmoidOf(twice, e, inverse), slope);
}

function dGeluErf(x: v128): v128 {
  const c = clampGelu(x);
  const density = expNormal4(f32x4.mul(splat(-0.5), f32x4.mul(c, c)));
  const slope = f32x4.mul(f32x4.mul(c, splat(INVERSE_SQRT_2_PI)), density);
  return f32x4.add(normalCdf(c), slope);
}

function dSilu(x: v128): v128 {
  const e = decayOf(x);
  const inverse = inverseOf(e);
  return madd(x, dSigmoidOf(e, inverse), sigmoidOf(x, e, inverse));
}

/** Codes of src/shaders/lib/activation.wgsl; 0 is none. */
export function activate(kind: i32, x: v128): v128 {
  switch (kind) {
    case GELU_TANH:
      return geluTanh(x);
    case GELU_ERF:
      return f32x4.mul(x, normalCdf(x));
    case RELU:
      return v128.andnot(x, f32x4.lt(x, splat(0)));
    case SILU:
      return f32x4.mul(x, sigmoid4(x));
    case TANH:
      return tanh4(x);
    case SIGMOID:
      return sigmoid4(x);
    default:
      return x;
  }
}

export function activateGradient(kind: i32, x: v128): v128 {
  switch (kind) {
    case GELU_TANH:
      return dGeluTanh(x);
    case GELU_ERF:
      return dGeluErf(x);
    case RELU:
      return v128.and(splat(1), f32x4.gt(x, splat(0)));
    case SILU:
      return dSilu(x);
    case TANH:
      return dTanh(x);
    case SIGMOID:
      return dSigmoid(x);
    default:
      return splat(1);
  }
}

/** `count` numbers, a multiple of 4, in place. The kind is looked at once: loops keep what they share. */
export function activateLine(kind: i32, line: usize, count: i32): void {
  const end = line + ((count as usize) << 2);
  if (kind == GELU_TANH) {
    for (; line < end; line += 16) v128.store(line, geluTanh(v128.load(line)));
  } else if (kind != 0) {
    for (; line < end; line += 16) v128.store(line, activate(kind, v128.load(line)));
  }
}

/** line[i] times the derivative at what `before` holds; `count` is a multiple of 4. */
export function gradientLine(kind: i32, before: usize, line: usize, count: i32): void {
  const end = line + ((count as usize) << 2);
  for (; line < end; line += 16) {
    const slope =
      kind == GELU_TANH ? dGeluTanh(v128.load(before)) : activateGradient(kind, v128.load(before));
    v128.store(line, f32x4.mul(v128.load(line), slope));
    before += 16;
  }
}
