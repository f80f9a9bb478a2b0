// attention_forward and its gradients against float64.
import { beforeAll, expect, test } from 'vitest';
import { attentionBackward, attentionForward } from '../../src/gpu/kernels/attention/attention';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { dropoutBits, expectClose, normals, seeded } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const DROPOUT = { p: 0.2, opId: 5 };
const [SEED, STEP] = [4242, 9];

interface Case {
  name: string;
  batch?: number;
  heads: number;
  kvHeads?: number;
  queryLen: number;
  keyLen?: number;
  headDim: number;
  causal?: boolean;
  window?: number;
  layout?: 'heads' | 'packed';
  pad?: boolean;
  bias?: 'relative' | 'alibi';
  dropout?: boolean;
}

// headDim 8, 16, 32 and 64 go by rows on CPU adapters with subgroups; the others by tiles.
const CASES: Case[] = [
  { name: 'one', batch: 1, heads: 1, queryLen: 1, headDim: 1 },
  {
    name: 'packed causal',
    heads: 4,
    queryLen: 33,
    headDim: 32,
    causal: true,
    layout: 'packed',
  },
  {
    name: 'packed, several blocks',
    heads: 2,
    queryLen: 131,
    headDim: 16,
    causal: true,
    layout: 'packed',
  },
  {
    name: 'odd headDim',
    heads: 3,
    queryLen: 13,
    headDim: 7,
    causal: true,
    layout: 'packed',
    pad: true,
  },
  { name: 'full', heads: 2, queryLen: 17, headDim: 36 },
  { name: 'chunk', heads: 2, queryLen: 5, keyLen: 29, headDim: 8, causal: true },
  { name: 'decode', heads: 2, queryLen: 1, keyLen: 47, headDim: 8, causal: true },
  { name: 'more queries than keys', heads: 2, queryLen: 11, keyLen: 5, headDim: 8, causal: true },
  { name: 'grouped heads', heads: 6, kvHeads: 2, queryLen: 19, headDim: 8, causal: true },
  { name: 'one kv head', heads: 4, kvHeads: 1, queryLen: 9, headDim: 64, causal: true },
  { name: 'padding', heads: 2, queryLen: 21, headDim: 8, causal: true, pad: true },
  { name: 'relative bias', heads: 2, queryLen: 9, keyLen: 14, headDim: 8, bias: 'relative' },
  {
    name: 'relative bias, causal, padding',
    batch: 3,
    heads: 4,
    kvHeads: 2,
    queryLen: 11,
    headDim: 8,
    causal: true,
    pad: true,
    bias: 'relative',
  },
  { name: 'alibi', heads: 2, queryLen: 9, keyLen: 14, headDim: 8, causal: true, bias: 'alibi' },
  {
    name: 'dropout',
    heads: 2,
    queryLen: 18,
    headDim: 8,
    causal: true,
    layout: 'packed',
    dropout: true,
  },
  {
    name: 'dropout, several blocks, grouped, padding',
    heads: 4,
    kvHeads: 2,
    queryLen: 71,
    keyLen: 139,
    headDim: 16,
    causal: true,
    pad: true,
    dropout: true,
  },
  {
    name: 'relative bias, several blocks, dropout',
    batch: 1,
    heads: 2,
    queryLen: 139,
    keyLen: 71,
    headDim: 8,
    bias: 'relative',
    dropout: true,
  },
  { name: 'window of two', heads: 2, queryLen: 9, headDim: 8, causal: true, window: 2 },
  {
    name: 'window, packed, several blocks',
    heads: 2,
    queryLen: 131,
    headDim: 16,
    causal: true,
    layout: 'packed',
    window: 37,
  },
  {
    name: 'window, grouped, padding, dropout, longer keys',
    heads: 4,
    kvHeads: 2,
    queryLen: 71,
    keyLen: 203,
    headDim: 16,
    causal: true,
    pad: true,
    dropout: true,
    window: 21,
  },
  {
    name: 'window, odd headDim, relative bias',
    heads: 3,
    queryLen: 83,
    headDim: 7,
    causal: true,
    bias: 'relative',
    window: 6,
  },
  {
    name: 'window, more queries than keys',
    heads: 2,
    queryLen: 90,
    keyLen: 67,
    headDim: 32,
    causal: true,
    window: 5,
  },
  { name: 'window as long as all', heads: 2, queryLen: 19, headDim: 8, causal: true, window: 19 },
  { name: 'alibi, long heads', batch: 1, heads: 1, queryLen: 7, headDim: 68, bias: 'alibi' },
];

function withDefaults(one: Case) {
  const { batch = 2, queryLen, heads } = one;
  const filled = { keyLen: queryLen, kvHeads: heads, causal: false, pad: false, dropout: false };
  return { ...filled, layout: 'heads' as const, bias: undefined, ...one, batch };
}
type Full = ReturnType<typeof withDefaults>;

function layoutOf(full: Full) {
  const { layout, heads, kvHeads, queryLen, keyLen, headDim } = full;
  const heads3 = (count: number, length: number) => ({
    batch: count * length * headDim,
    head: length * headDim,
    row: headDim,
  });
  if (layout === 'heads') {
    const kv = heads3(kvHeads, keyLen);
    const out = heads3(heads, queryLen);
    return { strides: { q: out, k: kv, v: kv, out }, qOffset: 0, kOffset: 0, vOffset: 0 };
  }
  const width = heads * headDim;
  const packed = { batch: queryLen * 3 * width, row: 3 * width, head: headDim };
  const out = { batch: queryLen * width, row: width, head: headDim };
  const strides = { q: packed, k: packed, v: packed, out };
  return { strides, qOffset: 0, kOffset: width, vOffset: 2 * width };
}

function inputsOf(full: Full) {
  const { batch, heads, kvHeads, queryLen, keyLen, headDim, layout } = full;
  const qSize = batch * heads * queryLen * headDim;
  const kvSize = batch * kvHeads * keyLen * headDim;
  const next = seeded(77);
  const keep = Uint32Array.from({ length: batch * keyLen }, () => (next() < 0.7 ? 1 : 0));
  // One sequence sees nothing at all.
  keep.fill(0, keyLen * (batch - 1));
  return {
    q: normals(layout === 'packed' ? 3 * qSize : qSize, 1),
    k: normals(kvSize, 2),
    v: normals(kvSize, 3),
    dout: normals(qSize, 4),
    keyMask: keep,
    relative: normals(heads * (queryLen + keyLen - 1), 5),
    slopes: normals(heads, 6, 0.3),
    step: new Uint32Array(packStep({ learningRate: 1, step: STEP, seed: SEED })),
  };
}

function reference(full: Full, inputs: ReturnType<typeof inputsOf>) {
  const { batch, heads, kvHeads, queryLen, keyLen, headDim, causal, layout } = full;
  const { strides, qOffset, kOffset, vOffset } = layoutOf(full);
  const packed = layout === 'packed';
  const { q } = inputs;
  const [k, v] = packed ? [q, q] : [inputs.k, inputs.v];
  const out = new Float64Array(inputs.dout.length);
  const lse = new Float64Array(batch * heads * queryLen);
  const dq = new Float64Array(q.length);
  const [dk, dv] = packed ? [dq, dq] : [new Float64Array(k.length), new Float64Array(v.length)];
  const dbias = new Float64Array(inputs.relative.length);
  const distance = (h: number, i: number, j: number) =>
    h * (queryLen + keyLen - 1) + j - i + queryLen - 1;
  const scale = 1 / Math.sqrt(headDim);
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < queryLen; i++) {
        const kv = Math.floor(h / (heads / kvHeads));
        const at = (s: typeof strides.q, row: number, head: number, offset = 0) =>
          offset + b * s.batch + row * s.row + head * s.head;
        const qAt = at(strides.q, i, h, qOffset);
        const outAt = at(strides.out, i, h);
        const scores = Array.from({ length: keyLen }, (_, j) => {
          if (causal && j > i + keyLen - queryLen) return -Infinity;
          if (full.window && j <= i + keyLen - queryLen - full.window) return -Infinity;
          if (full.pad && inputs.keyMask[b * keyLen + j] === 0) return -Infinity;
          let s = 0;
          const kAt = at(strides.k, j, kv, kOffset);
          for (let d = 0; d < headDim; d++) s += q[qAt + d]! * k[kAt + d]!;
          s *= scale;
          if (full.bias === 'relative') s += inputs.relative[distance(h, i, j)]!;
          if (full.bias === 'alibi') s += inputs.slopes[h]! * (j - (i + keyLen - queryLen));
          return s;
        });
        const greatest = Math.max(...scores);
        if (greatest === -Infinity) continue;
        const sum = scores.reduce((a, s) => a + Math.exp(s - greatest), 0);
        const row = (b * heads + h) * queryLen + i;
        lse[row] = greatest + Math.log(sum);
        const p = scores.map((s) => Math.exp(s - lse[row]!));
        const blocks = Math.ceil(keyLen / 4);
        const undropped = p.map((_, j) => {
          if (!full.dropout) return 1;
          const bits = dropoutBits(SEED, STEP, DROPOUT.opId, row * blocks + Math.floor(j / 4));
          return bits[j % 4]! >= Math.round(DROPOUT.p * 2 ** 32) ? 1 / (1 - DROPOUT.p) : 0;
        });
        const dp = p.map((_, j) => {
          const vAt = at(strides.v, j, kv, vOffset);
          let sumD = 0;
          for (let d = 0; d < headDim; d++) {
            out[outAt + d]! += p[j]! * undropped[j]! * v[vAt + d]!;
            dv[vAt + d]! += p[j]! * undropped[j]! * inputs.dout[outAt + d]!;
            sumD += inputs.dout[outAt + d]! * v[vAt + d]!;
          }
          return sumD * undropped[j]!;
        });
        const delta = p.reduce((a, x, j) => a + x * dp[j]!, 0);
        p.forEach((x, j) => {
          dbias[distance(h, i, j)]! += x * (dp[j]! - delta);
          const ds = x * (dp[j]! - delta) * scale;
          const kAt = at(strides.k, j, kv, kOffset);
          for (let d = 0; d < headDim; d++) {
            dq[qAt + d]! += ds * k[kAt + d]!;
            dk[kAt + d]! += ds * q[qAt + d]!;
          }
        });
      }
  return { out, lse, dq, dk, dv, dbias };
}

test.each(CASES)('attention $name', async (one) => {
  const full = withDefaults(one);
  const inputs = inputsOf(full);
  const packed = full.layout === 'packed';
  const outputs = {
    out: garbage(inputs.dout.length),
    lse: garbage(full.batch * full.heads * full.queryLen),
    dq: garbage(inputs.q.length),
    dk: garbage(inputs.k.length),
    dv: garbage(inputs.v.length),
    dbias: garbage(inputs.relative.length),
  };
  const want = reference(full, inputs);
  const got = await gpu.run({ ...inputs, ...outputs }, (sink, views) => {
    const args = {
      ...full,
      ...layoutOf(full),
      ...views,
      k: packed ? views.q : views.k,
      v: packed ? views.q : views.v,
      dk: packed ? views.dq : views.dk,
      dv: packed ? views.dq : views.dv,
      scale: 1 / Math.sqrt(full.headDim),
      keyMask: full.pad ? views.keyMask : undefined,
      relativeBias: full.bias === 'relative' ? views.relative : undefined,
      drelativeBias: full.bias === 'relative' ? views.dbias : undefined,
      alibiSlopes: full.bias === 'alibi' ? views.slopes : undefined,
      dropout: full.dropout ? { ...DROPOUT, step: views.step } : undefined,
    };
    attentionForward(sink, args);
    attentionBackward(sink, args);
  });
  expectClose(got.out, want.out);
  expectClose(got.lse, want.lse);
  expectClose(got.dq, want.dq);
  if (!packed) {
    expectClose(got.dk, want.dk);
    expectClose(got.dv, want.dv);
  }
  if (full.bias === 'relative') expectClose(got.dbias, want.dbias);
  expect(got.q).toEqual(inputs.q);
});
