// The cache's two kernels against float64, at a position that only the control buffer tells.
import { beforeAll, expect, test } from 'vitest';
import { attentionDecode, cacheAppend } from '../../src/gpu/kernels/attention/attentionDecode';
import {
  decodeControlBytes,
  packDecodeControl,
} from '../../src/gpu/kernels/attention/decodeControl';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

interface Dims {
  batch: number;
  rows: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  past: number;
  sequence: number;
  alibi: boolean;
  relative?: boolean;
  window?: number;
}

/** softmax(q kᵀ / sqrt(hd) + bias of the distance) v over positions 0 .. past + row. */
function reference(
  { batch, rows, heads, kvHeads, headDim, past, sequence, ...dims }: Dims,
  data: Record<'q' | 'keys' | 'values' | 'slopes' | 'table', Float32Array>,
  capacity: number,
): number[] {
  const { alibi, relative, window = Infinity } = dims;
  const out: number[] = [];
  const biasOf = (head: number, distance: number): number => {
    if (alibi) return data.slopes[head]! * distance;
    return relative ? data.table[(head + 1) * capacity - 1 + distance]! : 0;
  };
  const at = (b: number, key: number, head: number): number =>
    (((sequence + b) * capacity + key) * kvHeads + Math.floor((head * kvHeads) / heads)) * headDim;
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < rows; t++) {
      for (let h = 0; h < heads; h++) {
        const own = past + t;
        const scores = Array.from({ length: own + 1 }, (_, key) => {
          if (key <= own - window) return -Infinity;
          let dot = 0;
          for (let d = 0; d < headDim; d++) {
            const query = data.q[((b * rows + t) * heads + h) * headDim + d]!;
            dot += query * data.keys[at(b, key, h) + d]!;
          }
          return dot / Math.sqrt(headDim) + biasOf(h, key - own);
        });
        const most = Math.max(...scores);
        const weights = scores.map((score) => Math.exp(score - most));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (let d = 0; d < headDim; d++) {
          let sum = 0;
          weights.forEach((w, key) => (sum += w * data.values[at(b, key, h) + d]!));
          out.push(sum / total);
        }
      }
    }
  }
  return out;
}

const one = { batch: 1, rows: 1, heads: 1, kvHeads: 1, headDim: 1, past: 0, sequence: 0 };
test.each<Dims>([
  { ...one, alibi: false },
  { ...one, heads: 3, kvHeads: 3, headDim: 5, past: 70, alibi: false },
  { batch: 2, rows: 7, heads: 4, kvHeads: 2, headDim: 32, past: 9, sequence: 1, alibi: false },
  { ...one, rows: 3, heads: 2, kvHeads: 2, headDim: 40, past: 1100, alibi: false },
  { batch: 2, rows: 75, heads: 2, kvHeads: 1, headDim: 24, past: 77, sequence: 0, alibi: true },
  { batch: 3, rows: 1, heads: 2, kvHeads: 1, headDim: 67, past: 131, sequence: 0, alibi: true },
  { ...one, heads: 2, kvHeads: 1, headDim: 16, past: 200, alibi: false, window: 1 },
  { ...one, heads: 3, kvHeads: 3, headDim: 5, past: 70, alibi: true, window: 33 },
  { ...one, rows: 2, heads: 2, headDim: 8, past: 3, alibi: false, window: 4 },
  {
    batch: 2,
    rows: 75,
    heads: 2,
    kvHeads: 1,
    headDim: 24,
    past: 77,
    sequence: 0,
    alibi: false,
    window: 40,
  },
  { ...one, heads: 3, kvHeads: 3, headDim: 5, past: 70, alibi: false, relative: true },
  { ...one, batch: 2, heads: 2, headDim: 16, past: 0, alibi: false, relative: true },
  { ...one, rows: 75, heads: 2, headDim: 24, past: 7, alibi: false, relative: true },
])('attention_decode %o', async (dims) => {
  const { batch, rows, heads, kvHeads, headDim, past, sequence } = dims;
  const sequences = batch + sequence;
  const capacity = past + rows + 3;
  const width = kvHeads * headDim;
  const cached = sequences * capacity * width;
  const data = {
    q: normals(batch * rows * heads * headDim, 1),
    keys: normals(cached, 2),
    values: normals(cached, 3),
    slopes: normals(heads, 4, 0.1),
    table: normals(heads * capacity, 5),
    control: new Uint32Array(packDecodeControl({ past, sequence }, batch)),
  };
  const outputs = { out: garbage(batch * rows * heads * headDim) };
  for (const software of [true, false]) {
    const got = await gpu.run({ ...data, ...outputs }, (sink, views) => {
      // Few lanes as CPU adapters want them, then many: more and fewer than headDim.
      const posed = { ...sink, limits: { ...sink.limits, software } };
      posed.dispatch = (dispatch) => sink.dispatch(dispatch);
      attentionDecode(posed, {
        ...dims,
        q: { view: views.q, row: heads * headDim },
        keys: views.keys,
        values: views.values,
        control: views.control,
        out: views.out,
        alibiSlopes: dims.alibi ? views.slopes : undefined,
        relativeBias: dims.relative ? views.table : undefined,
        sequences,
        capacity,
        scale: 1 / Math.sqrt(headDim),
      });
    });
    expectClose(got.out, reference(dims, data, capacity));
  }
});

test('cache_append fills the right positions of the right sequence, and drops what has none', async () => {
  const [batch, rows, width, capacity, sequences] = [2, 3, 5, 7, 3];
  const [past, sequence] = [5, 1];
  const row = 2 * width + 1;
  const packed = normals(batch * rows * row, 5);
  const before = normals(sequences * capacity * width, 6);
  const control = new Uint32Array(packDecodeControl({ past, sequence }, 1));
  const tensors = { packed, keys: before, values: before.slice(), control };
  const got = await gpu.run(tensors, (sink, views) => {
    const of = (offset: number) => ({ view: views.packed, row, offset });
    const dims = { batch, rows, width, capacity, sequences };
    cacheAppend(sink, { ...views, ...dims, k: of(1), v: of(1 + width) });
  });
  const want = (offset: number): number[] =>
    Array.from(before, (old, i) => {
      const t = (Math.floor(i / width) % capacity) - past;
      const b = Math.floor(i / (width * capacity)) - sequence;
      return t >= 0 && t < rows && b >= 0
        ? packed[(b * rows + t) * row + offset + (i % width)]!
        : old;
    });
  expect([...got.keys]).toEqual(want(1));
  expect([...got.values]).toEqual(want(1 + width));
});

test('the control is as large as said', () => {
  expect(packDecodeControl({ past: 1, uniforms: [0.5, 0.25, 0.125] }, 3).byteLength).toBe(
    decodeControlBytes(3),
  );
});
