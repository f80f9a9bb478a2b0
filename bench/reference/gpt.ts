// nanoGPT's decoder with its gradients and AdamW in float64, for the losses that every engine must
// reproduce. Slow and plain; `node scripts/run.mjs bench/losses.ts` runs it and losses.json keeps the result.
import { attentionReference } from './attention';
import type { Batch, TrainConfig, Weights } from '../engine';

/** C [m, n] += A · B with A [m, k], B [k, n]; strides give the transposes. */
function multiply(
  out: Float64Array,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  [m, n, k]: readonly [number, number, number],
  transpose: 'none' | 'a' | 'b' = 'none',
): void {
  const [rowA, colA] = transpose === 'a' ? [1, m] : [k, 1];
  const [rowB, colB] = transpose === 'b' ? [1, k] : [n, 1];
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const value = a[i * rowA + p * colA]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += value * b[p * rowB + j * colB]!;
    }
  }
}

interface Norm {
  readonly y: Float64Array;
  readonly xhat: Float64Array;
  readonly rstd: Float64Array;
}

function layerNorm(x: Float64Array, w: Float64Array, C: number, eps: number): Norm {
  const rows = x.length / C;
  const [y, xhat] = [new Float64Array(x.length), new Float64Array(x.length)];
  const rstd = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = x.subarray(row * C, (row + 1) * C);
    const mean = values.reduce((sum, value) => sum + value, 0) / C;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / C;
    rstd[row] = 1 / Math.sqrt(variance + eps);
    for (let c = 0; c < C; c++) {
      xhat[row * C + c] = (values[c]! - mean) * rstd[row]!;
      y[row * C + c] = xhat[row * C + c]! * w[c]!;
    }
  }
  return { y, xhat, rstd };
}

/** Adds the gradient of x to dx and that of w to dw. */
function layerNormBackward(
  { xhat, rstd }: Norm,
  w: Float64Array,
  dy: Float64Array,
  dx: Float64Array,
  dw: Float64Array,
): void {
  const C = w.length;
  for (let row = 0; row < rstd.length; row++) {
    let mean = 0;
    let meanXhat = 0;
    for (let c = 0; c < C; c++) {
      const at = row * C + c;
      const g = dy[at]! * w[c]!;
      dw[c]! += dy[at]! * xhat[at]!;
      mean += g / C;
      meanXhat += (g * xhat[at]!) / C;
    }
    for (let c = 0; c < C; c++) {
      const at = row * C + c;
      dx[at]! += rstd[row]! * (dy[at]! * w[c]! - mean - xhat[at]! * meanXhat);
    }
  }
}

const GELU_SCALE = Math.sqrt(2 / Math.PI);
const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(GELU_SCALE * (x + 0.044715 * x ** 3)));
function geluSlope(x: number): number {
  const t = Math.tanh(GELU_SCALE * (x + 0.044715 * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU_SCALE * (1 + 3 * 0.044715 * x * x);
}

/** Columns [part · C, (part + 1) · C) of a [rows, 3 C] tensor, and the way back. */
const third = (packed: Float64Array, part: number, C: number): Float64Array =>
  Float64Array.from({ length: packed.length / 3 }, (_, i) => {
    return packed[Math.floor(i / C) * 3 * C + part * C + (i % C)]!;
  });

type Tensors = Record<string, Float64Array>;

/** The loss, with the gradient of every weight added to `grads`. */
function lossAndGradients(config: TrainConfig, P: Tensors, batch: Batch, grads: Tensors): number {
  const { nLayer, nHead, nEmbd: C, block: T, vocab: V, batch: B, lnEps } = config;
  const rows = B * T;
  const head = { B, T, H: nHead, D: C / nHead };
  const attend = (qkv: Float64Array, dout: Float64Array) => {
    const [q, k, v] = [0, 1, 2].map((part) => third(qkv, part, C));
    return attentionReference({ ...head, q, k, v, dout } as never);
  };
  const dense = (x: Float64Array, w: Float64Array, from: number, to: number): Float64Array => {
    const y = new Float64Array(rows * to);
    multiply(y, x, w, [rows, to, from]);
    return y;
  };
  const denseBackward = (
    x: Float64Array,
    name: string,
    dy: Float64Array,
    from: number,
    to: number,
  ): Float64Array => {
    multiply(grads[name]!, x, dy, [from, to, rows], 'a');
    const dx = new Float64Array(rows * from);
    multiply(dx, dy, P[name]!, [rows, from, to], 'b');
    return dx;
  };

  let x = new Float64Array(rows * C);
  for (let i = 0; i < rows * C; i++) {
    const row = Math.floor(i / C);
    x[i] = P.wte![batch.x[row]! * C + (i % C)]! + P.wpe![(row % T) * C + (i % C)]!;
  }
  const layers = [];
  const nothing = new Float64Array(rows * C);
  for (let l = 0; l < nLayer; l++) {
    const w = (name: string): Float64Array => P[`h${l}.${name}`]!;
    const ln1 = layerNorm(x, w('ln1.w'), C, lnEps);
    const qkv = dense(ln1.y, w('qkv.w'), C, 3 * C);
    const mixed = attend(qkv, nothing)[0]!;
    const projected = dense(mixed, w('proj.w'), C, C);
    x = x.map((value, i) => value + projected[i]!);
    const ln2 = layerNorm(x, w('ln2.w'), C, lnEps);
    const pre = dense(ln2.y, w('fc.w'), C, 4 * C);
    const act = pre.map(gelu);
    const fed = dense(act, w('fc2.w'), 4 * C, C);
    x = x.map((value, i) => value + fed[i]!);
    layers.push({ ln1, qkv, mixed, ln2, pre, act });
  }
  const final = layerNorm(x, P['lnf.w']!, C, lnEps);
  const logits = new Float64Array(rows * V);
  multiply(logits, final.y, P.wte!, [rows, V, C], 'b');

  let loss = 0;
  const dlogits = new Float64Array(rows * V);
  for (let row = 0; row < rows; row++) {
    const scores = logits.subarray(row * V, (row + 1) * V);
    const max = scores.reduce((a, b) => Math.max(a, b));
    const sum = scores.reduce((total, score) => total + Math.exp(score - max), 0);
    const target = batch.y[row]!;
    loss += (Math.log(sum) + max - scores[target]!) / rows;
    for (let v = 0; v < V; v++) {
      dlogits[row * V + v] = (Math.exp(scores[v]! - max) / sum - (v === target ? 1 : 0)) / rows;
    }
  }

  multiply(grads.wte!, dlogits, final.y, [V, C, rows], 'a');
  const dfinal = new Float64Array(rows * C);
  multiply(dfinal, dlogits, P.wte!, [rows, C, V]);
  const dx = new Float64Array(rows * C);
  layerNormBackward(final, P['lnf.w']!, dfinal, dx, grads['lnf.w']!);
  for (let l = nLayer - 1; l >= 0; l--) {
    const { ln1, qkv, mixed, ln2, pre, act } = layers[l]!;
    const name = (tensor: string): string => `h${l}.${tensor}`;
    const dact = denseBackward(act, name('fc2.w'), dx.slice(), 4 * C, C);
    const dpre = dact.map((value, i) => value * geluSlope(pre[i]!));
    const dln2 = denseBackward(ln2.y, name('fc.w'), dpre, C, 4 * C);
    layerNormBackward(ln2, P[name('ln2.w')]!, dln2, dx, grads[name('ln2.w')]!);
    const dmixed = denseBackward(mixed, name('proj.w'), dx.slice(), C, C);
    const [, ...dparts] = attend(qkv, dmixed);
    const dqkv = new Float64Array(rows * 3 * C);
    dparts.forEach((part, index) =>
      part.forEach((value, i) => {
        dqkv[Math.floor(i / C) * 3 * C + index * C + (i % C)] = value;
      }),
    );
    const dln1 = denseBackward(ln1.y, name('qkv.w'), dqkv, C, 3 * C);
    layerNormBackward(ln1, P[name('ln1.w')]!, dln1, dx, grads[name('ln1.w')]!);
  }
  for (let i = 0; i < rows * C; i++) {
    const row = Math.floor(i / C);
    grads.wte![batch.x[row]! * C + (i % C)]! += dx[i]!;
    grads.wpe![(row % T) * C + (i % C)]! += dx[i]!;
  }
  return loss;
}

/** The loss of each step, each before its own update. */
export function referenceLosses(
  config: TrainConfig,
  weights: Weights,
  batch: Batch,
  steps: number,
): number[] {
  const { lr, beta1, beta2, eps, weightDecay } = config;
  const tensors = (values: (data: Float32Array) => Float64Array): Tensors =>
    Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, values(data)]));
  const P = tensors((data) => Float64Array.from(data));
  const [m, v] = [1, 2].map(() => tensors((data) => new Float64Array(data.length))) as [
    Tensors,
    Tensors,
  ];
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const grads = tensors((data) => new Float64Array(data.length));
    losses.push(lossAndGradients(config, P, batch, grads));
    for (const [name, { shape }] of Object.entries(weights)) {
      const [p, g, mean, square] = [P[name]!, grads[name]!, m[name]!, v[name]!];
      const decay = shape.length === 2 ? 1 - lr * weightDecay : 1;
      for (let i = 0; i < p.length; i++) {
        mean[i] = beta1 * mean[i]! + (1 - beta1) * g[i]!;
        square[i] = beta2 * square[i]! + (1 - beta2) * g[i]! ** 2;
        const corrected = mean[i]! / (1 - beta1 ** step);
        const size = Math.sqrt(square[i]! / (1 - beta2 ** step)) + eps;
        p[i] = p[i]! * decay - (lr * corrected) / size;
      }
    }
  }
  return losses;
}
