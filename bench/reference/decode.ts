// Are these greedy tokens? A decoder with a cache in float64, fed with the tokens that an engine wrote:
// each must be the likeliest, up to what f32 can tell apart.
import type { GptConfig, Weights } from '../engine';

/** As a share of the row's largest logit. */
const TOLERANCE = 1e-4;

export interface DecodeInputs {
  readonly config: GptConfig;
  readonly weights: Weights;
  readonly prompt: readonly number[];
}

/** y [n] = x [k] · w [k, n] (+ b [n]). */
function times(x: Float64Array, w: Float32Array, b: Float32Array | undefined, n: number) {
  const y = b ? Float64Array.from(b) : new Float64Array(n);
  x.forEach((value, p) => {
    for (let j = 0; j < n; j++) y[j]! += value * w[p * n + j]!;
  });
  return y;
}

function norm(x: Float64Array, w: Float32Array, b: Float32Array | undefined, eps: number) {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, c) => ((value - mean) / Math.sqrt(variance + eps)) * w[c]! + (b?.[c] ?? 0));
}

const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

const plus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, c) => value + y[c]!);

/** One head's output for the newest of the rows. */
function attend(q: Float64Array, keys: Float64Array[], values: Float64Array[]): Float64Array {
  const scores = keys.map((k) => k.reduce((s, v, d) => s + v * q[d]!, 0) / Math.sqrt(q.length));
  const most = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return q.map((_, d) => values.reduce((s, v, i) => s + (weights[i]! / total) * v[d]!, 0));
}

/** Largest shortfall of a token's logit, in units of what is allowed. */
export function decodeError(inputs: DecodeInputs, written: readonly number[]): number {
  const { config, weights, prompt } = inputs;
  const { nLayer, nHead, nEmbd: C, vocab, lnEps } = config;
  const of = (name: string): Float32Array => weights[name]!.data;
  const normed = (x: Float64Array, name: string): Float64Array =>
    norm(x, of(`${name}.w`), weights[`${name}.b`]?.data, lnEps);
  const linear = (x: Float64Array, name: string, n: number): Float64Array =>
    times(x, of(`${name}.w`), weights[`${name}.b`]?.data, n);
  const hd = C / nHead;
  const rows = Array.from({ length: nLayer }, () => [] as Float64Array[]);
  let worst = 0;
  [...prompt, ...written].forEach((token, position, all) => {
    const row = (name: string, index: number): Float32Array =>
      of(name).subarray(index * C, (index + 1) * C);
    let x: Float64Array = Float64Array.from(
      row('wte', token),
      (v, c) => v + row('wpe', position)[c]!,
    );
    for (let layer = 0; layer < nLayer; layer++) {
      const h = `h${layer}`;
      const qkv = linear(normed(x, `${h}.ln1`), `${h}.qkv`, 3 * C);
      const past = rows[layer]!;
      past.push(qkv);
      const mixed = new Float64Array(C);
      for (let head = 0; head < nHead; head++) {
        const cut = (from: Float64Array, part: number): Float64Array =>
          from.subarray(part * C + head * hd, part * C + (head + 1) * hd);
        const [keys, values] = [1, 2].map((part) => past.map((one) => cut(one, part)));
        mixed.set(attend(cut(qkv, 0), keys!, values!), head * hd);
      }
      x = plus(x, linear(mixed, `${h}.proj`, C));
      const hidden = linear(normed(x, `${h}.ln2`), `${h}.fc`, 4 * C).map(gelu);
      x = plus(x, linear(hidden, `${h}.fc2`, C));
    }
    const next = all[position + 1];
    if (position + 1 < prompt.length || next === undefined) return;
    const final = normed(x, 'lnf');
    const logits = Array.from({ length: vocab }, (_, id) =>
      row('wte', id).reduce((sum, value, c) => sum + value * final[c]!, 0),
    );
    const most = Math.max(...logits);
    worst = Math.max(worst, (most - (logits[next] ?? -Infinity)) / (TOLERANCE * Math.abs(most)));
  });
  return worst;
}
