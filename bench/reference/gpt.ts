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

/** Columns [part · C, (part + 1) · C) of a [rows, 3 C] tensor, and the inverse. */
const third = (packed: Float64Array, part: number, C: number): Float64Array =>
  Float64Array.from({ length: packed.length / 3 }, (_, i) => {
    return packed[Math.floor(i / C) * 3 * C + part * C + (i % C)]!;
  });

type Tensors = Record<string, Float64Array>;

/** The loss, with the gradient of every weight added to `grads`. */
function lossAndGradients(config: TrainConfig, P: Tensors, batch: Batch, grads: Tensors): number {
  const pass = new Pass(config, P, batch, grads);
  const { loss, dlogits } = crossEntropy(pass.forward(), batch.y, config.vocab);
  pass.backward(dlogits);
  return loss;
}

/** Mean over rows, with the gradient of the logits [rows, V]. */
function crossEntropy(logits: Float64Array, targets: ArrayLike<number>, V: number) {
  const rows = logits.length / V;
  const dlogits = new Float64Array(rows * V);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const scores = logits.subarray(row * V, (row + 1) * V);
    const max = scores.reduce((a, b) => Math.max(a, b));
    const sum = scores.reduce((total, score) => total + Math.exp(score - max), 0);
    const target = targets[row]!;
    loss += (Math.log(sum) + max - scores[target]!) / rows;
    for (let v = 0; v < V; v++) {
      dlogits[row * V + v] = (Math.exp(scores[v]! - max) / sum - (v === target ? 1 : 0)) / rows;
    }
  }
  return { loss, dlogits };
}

/** What a block's gradient needs of its forward pass. */
interface SavedActivations {
  readonly ln1: Norm;
  readonly qkv: Float64Array;
  readonly mixed: Float64Array;
  readonly ln2: Norm;
  readonly pre: Float64Array;
  readonly act: Float64Array;
}

/** One batch through the decoder, and back. */
class Pass {
  readonly #config: TrainConfig;
  readonly #P: Tensors;
  readonly #batch: Batch;
  readonly #grads: Tensors;
  readonly #rows: number;
  readonly #blocks: SavedActivations[] = [];
  #final: Norm | null = null;

  constructor(config: TrainConfig, P: Tensors, batch: Batch, grads: Tensors) {
    this.#config = config;
    this.#P = P;
    this.#batch = batch;
    this.#grads = grads;
    this.#rows = config.batch * config.block;
  }

  /** Logits [B · T, V]. */
  forward(): Float64Array {
    const { nLayer, nEmbd: C, block: T, vocab: V, lnEps } = this.#config;
    const P = this.#P;
    let x = new Float64Array(this.#rows * C);
    for (let i = 0; i < x.length; i++) {
      const row = Math.floor(i / C);
      x[i] = P.wte![this.#batch.x[row]! * C + (i % C)]! + P.wpe![(row % T) * C + (i % C)]!;
    }
    for (let layer = 0; layer < nLayer; layer++) x = this.#block(layer, x);
    const final = (this.#final = layerNorm(x, P['lnf.w']!, C, lnEps));
    const logits = new Float64Array(this.#rows * V);
    multiply(logits, final.y, P.wte!, [this.#rows, V, C], 'b');
    return logits;
  }

  backward(dlogits: Float64Array): void {
    const { nLayer, nEmbd: C, block: T, vocab: V } = this.#config;
    const [rows, P, grads, final] = [this.#rows, this.#P, this.#grads, this.#final!];
    multiply(grads.wte!, dlogits, final.y, [V, C, rows], 'a');
    const dfinal = new Float64Array(rows * C);
    multiply(dfinal, dlogits, P.wte!, [rows, C, V]);
    const dx = new Float64Array(rows * C);
    layerNormBackward(final, P['lnf.w']!, dfinal, dx, grads['lnf.w']!);
    for (let layer = nLayer - 1; layer >= 0; layer--) this.#blockBackward(layer, dx);
    for (let i = 0; i < rows * C; i++) {
      const row = Math.floor(i / C);
      grads.wte![this.#batch.x[row]! * C + (i % C)]! += dx[i]!;
      grads.wpe![(row % T) * C + (i % C)]! += dx[i]!;
    }
  }

  #block(layer: number, x: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
    const { nEmbd: C, lnEps } = this.#config;
    const w = (name: string): Float64Array => this.#P[`h${layer}.${name}`]!;
    const ln1 = layerNorm(x, w('ln1.w'), C, lnEps);
    const qkv = this.#dense(ln1.y, w('qkv.w'), C, 3 * C);
    const mixed = this.#attend(qkv, new Float64Array(this.#rows * C))[0]!;
    const projected = this.#dense(mixed, w('proj.w'), C, C);
    const between = x.map((value, i) => value + projected[i]!);
    const ln2 = layerNorm(between, w('ln2.w'), C, lnEps);
    const pre = this.#dense(ln2.y, w('fc.w'), C, 4 * C);
    const act = pre.map(gelu);
    const fed = this.#dense(act, w('fc2.w'), 4 * C, C);
    this.#blocks.push({ ln1, qkv, mixed, ln2, pre, act });
    return between.map((value, i) => value + fed[i]!);
  }

  /** Turns the gradient of the block's output into that of its input, in place. */
  #blockBackward(layer: number, dx: Float64Array): void {
    const C = this.#config.nEmbd;
    const { ln1, qkv, mixed, ln2, pre, act } = this.#blocks[layer]!;
    const name = (tensor: string): string => `h${layer}.${tensor}`;
    const dact = this.#denseBackward(act, name('fc2.w'), dx.slice(), 4 * C, C);
    const dpre = dact.map((value, i) => value * geluSlope(pre[i]!));
    const dln2 = this.#denseBackward(ln2.y, name('fc.w'), dpre, C, 4 * C);
    layerNormBackward(ln2, this.#P[name('ln2.w')]!, dln2, dx, this.#grads[name('ln2.w')]!);
    const dmixed = this.#denseBackward(mixed, name('proj.w'), dx.slice(), C, C);
    const [, ...dparts] = this.#attend(qkv, dmixed);
    const dqkv = new Float64Array(3 * dx.length);
    dparts.forEach((part, index) =>
      part.forEach((value, i) => {
        dqkv[Math.floor(i / C) * 3 * C + index * C + (i % C)] = value;
      }),
    );
    const dln1 = this.#denseBackward(ln1.y, name('qkv.w'), dqkv, C, 3 * C);
    layerNormBackward(ln1, this.#P[name('ln1.w')]!, dln1, dx, this.#grads[name('ln1.w')]!);
  }

  /** The mix, and the gradients of query, key and value for `dout`. */
  #attend(qkv: Float64Array, dout: Float64Array): Float64Array[] {
    const { batch: B, block: T, nHead: H, nEmbd: C } = this.#config;
    const [q, k, v] = [0, 1, 2].map((part) => third(qkv, part, C));
    return attentionReference({ B, T, H, D: C / H, q, k, v, dout } as never);
  }

  #dense(x: Float64Array, w: Float64Array, from: number, to: number): Float64Array {
    const y = new Float64Array(this.#rows * to);
    multiply(y, x, w, [this.#rows, to, from]);
    return y;
  }

  #denseBackward(
    x: Float64Array,
    name: string,
    dy: Float64Array,
    from: number,
    to: number,
  ): Float64Array {
    multiply(this.#grads[name]!, x, dy, [from, to, this.#rows], 'a');
    const dx = new Float64Array(this.#rows * from);
    multiply(dx, dy, this.#P[name]!, [this.#rows, from, to], 'b');
    return dx;
  }
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
