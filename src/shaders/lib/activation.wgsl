// Activations and their derivatives, scalar, f32. `d_f(x)` is f'(x) at the pre-activation x.
// No exponential sees a positive argument, so nothing overflows on the far tails.
// NaN in gives NaN out of every forward function: what diverges must be seen.
// erf and the middle of tanh are polynomials after N. Juffa (about 1 ulp).
// Reference: tests/kernels/matmul.test.ts (float64).

const ACTIVATION_NONE = 0u;
const ACTIVATION_GELU_TANH = 1u;
const ACTIVATION_GELU_ERF = 2u;
const ACTIVATION_RELU = 3u;
const ACTIVATION_SILU = 4u;
const ACTIVATION_TANH = 5u;
const ACTIVATION_SIGMOID = 6u;

const SQRT_2_OVER_PI = 0.7978845608;
const SQRT_HALF = 0.7071067812;
const INVERSE_SQRT_2_PI = 0.3989422804;
const GELU_CUBIC = 0.044715;
// Beyond this gelu is 0 or x to the last bit; the inner polynomials stay finite.
const GELU_LIMIT = 16.0;

fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

fn d_sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return e / ((1.0 + e) * (1.0 + e));
}

fn tanh_safe(x: f32) -> f32 {
  let s = x * x;
  var p = 1.57394409e-2;
  p = fma(p, s, -5.23025580e-2);
  p = fma(p, s, 1.33152470e-1);
  p = fma(p, s, -3.33327681e-1);
  let near = fma(p * s, x, x);
  let e = exp(-2.0 * abs(x));
  let far = sign(x) * ((1.0 - e) / (1.0 + e));
  return select(near, far, abs(x) >= 0.55);
}

fn d_tanh_safe(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

fn erf_near(x: f32) -> f32 {
  let s = x * x;
  var p = -5.96761703e-4;
  p = fma(p, s, 4.99119423e-3);
  p = fma(p, s, -2.67681349e-2);
  p = fma(p, s, 1.12819925e-1);
  p = fma(p, s, -3.76125336e-1);
  p = fma(p, s, 1.28379166e-1);
  return fma(p, x, x);
}

// erfc of t >= 0.9277
fn erfc_far(t: f32) -> f32 {
  var p = -1.72853470e-5;
  p = fma(p, t, 3.83197126e-4);
  p = fma(p, t, -3.88396438e-3);
  p = fma(p, t, 2.42546219e-2);
  p = fma(p, t, -1.06777877e-1);
  p = fma(p, t, -6.34846687e-1);
  p = fma(p, t, -1.28717512e-1);
  return exp(fma(p, t, -t));
}

fn erf_safe(x: f32) -> f32 {
  let t = min(abs(x), 4.0);
  return select(erf_near(x), sign(x) * (1.0 - erfc_far(t)), abs(x) > 0.927734375);
}

// 0.5 (1 + erf(x / sqrt 2)) without cancellation in the negative tail
fn normal_cdf(x: f32) -> f32 {
  let t = x * SQRT_HALF;
  let tail = 0.5 * erfc_far(min(abs(t), 12.0));
  return select(0.5 + 0.5 * erf_near(t), select(1.0 - tail, tail, x < 0.0), abs(t) > 0.927734375);
}

fn relu(x: f32) -> f32 {
  return select(x, 0.0, x < 0.0);
}

fn d_relu(x: f32) -> f32 {
  return select(0.0, 1.0, x > 0.0);
}

fn silu(x: f32) -> f32 {
  return x * sigmoid(x);
}

fn d_silu(x: f32) -> f32 {
  let s = sigmoid(x);
  return s + x * d_sigmoid(x);
}

// 0.5 x (1 + tanh u) = x sigmoid(2 u), with u = sqrt(2/pi) (x + 0.044715 x^3)
fn gelu_tanh(x: f32) -> f32 {
  let c = clamp(x, -GELU_LIMIT, GELU_LIMIT);
  return x * sigmoid(2.0 * SQRT_2_OVER_PI * c * (1.0 + GELU_CUBIC * c * c));
}

fn d_gelu_tanh(x: f32) -> f32 {
  let c = clamp(x, -GELU_LIMIT, GELU_LIMIT);
  let u = SQRT_2_OVER_PI * c * (1.0 + GELU_CUBIC * c * c);
  let du = SQRT_2_OVER_PI * (1.0 + 3.0 * GELU_CUBIC * c * c);
  return sigmoid(2.0 * u) + 2.0 * c * du * d_sigmoid(2.0 * u);
}

fn gelu_erf(x: f32) -> f32 {
  return x * normal_cdf(x);
}

fn d_gelu_erf(x: f32) -> f32 {
  let c = clamp(x, -GELU_LIMIT, GELU_LIMIT);
  return normal_cdf(c) + c * INVERSE_SQRT_2_PI * exp(-0.5 * c * c);
}

fn activate(kind: u32, x: f32) -> f32 {
  switch kind {
    case ACTIVATION_GELU_TANH: { return gelu_tanh(x); }
    case ACTIVATION_GELU_ERF: { return gelu_erf(x); }
    case ACTIVATION_RELU: { return relu(x); }
    case ACTIVATION_SILU: { return silu(x); }
    case ACTIVATION_TANH: { return tanh_safe(x); }
    case ACTIVATION_SIGMOID: { return sigmoid(x); }
    default: { return x; }
  }
}

fn d_activate(kind: u32, x: f32) -> f32 {
  switch kind {
    case ACTIVATION_GELU_TANH: { return d_gelu_tanh(x); }
    case ACTIVATION_GELU_ERF: { return d_gelu_erf(x); }
    case ACTIVATION_RELU: { return d_relu(x); }
    case ACTIVATION_SILU: { return d_silu(x); }
    case ACTIVATION_TANH: { return d_tanh_safe(x); }
    case ACTIVATION_SIGMOID: { return d_sigmoid(x); }
    default: { return 1.0; }
  }
}
