// sample_token against float64: penalty, temperature, top-k, top-p, and draws by given numbers.
import { beforeAll, expect, test } from 'vitest';
import {
  packDecodeControl,
  type DecodeValues,
} from '../../src/gpu/kernels/attention/decodeControl';
import { NO_TOKEN, sampleToken, seenWords } from '../../src/gpu/kernels/attention/sampleToken';
import { expectClose, normals, seeded } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

type Filters = Omit<DecodeValues, 'past' | 'uniforms'>;

function probabilities(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  filters: Filters,
): number[] {
  const { temperature = 0, topK = 0, topP = 1, repetitionPenalty = 1 } = filters;
  const scores = Array.from(logits, (logit, id) => {
    if (!seen.has(id)) return logit;
    return logit < 0 ? logit * repetitionPenalty : logit / repetitionPenalty;
  });
  const order = scores.map((_, id) => id).sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (temperature === 0) return scores.map((_, id) => (id === order[0] ? 1 : 0));
  const most = scores[order[0]!]!;
  const weights = scores.map((score) => Math.exp((score - most) / temperature));
  const candidates = topK > 0 ? order.slice(0, topK) : order;
  const total = candidates.reduce((sum, id) => sum + weights[id]!, 0);
  let sum = 0;
  const nucleus = new Set<number>();
  for (const id of candidates) {
    if (nucleus.size > 0 && sum >= topP * total) break;
    nucleus.add(id);
    sum += weights[id]!;
  }
  return weights.map((weight, id) => (nucleus.has(id) ? weight / sum : 0));
}

const cases: [vocab: number, filters: Filters][] = [
  [1, { temperature: 1 }],
  [7, { temperature: 0, repetitionPenalty: 1.7 }],
  [61, { temperature: 1, slot: 2 }],
  [61, { temperature: 0.6, topK: 5 }],
  [61, { temperature: 1.4, topP: 0.7 }],
  [1013, { temperature: 0.9, topK: 300, topP: 0.4, repetitionPenalty: 1.3 }],
  [1013, { temperature: 1, topK: 2000, topP: 0 }],
];
test.each(cases)('vocabulary of %i, %o', async (vocab, filters) => {
  // Rows for every place, of which one is asked for; then a single one.
  const rows = filters.topK ? 4 : 1;
  const past = 2;
  const at = (b: number): number => b * rows + Math.min(past, rows - 1);
  const sequences = 5;
  const slots = 3;
  const { slot = 0 } = filters;
  const next = seeded(vocab);
  const seenOf = Array.from(
    { length: sequences },
    () => new Set(Array.from({ length: 4 }, () => Math.floor(next() * vocab))),
  );
  const seen = new Uint32Array(sequences * seenWords(vocab));
  const mark = (into: Uint32Array, b: number, id: number): void => {
    into[b * seenWords(vocab) + (id >> 5)]! |= 2 ** (id & 31);
  };
  seenOf.forEach((ids, b) => ids.forEach((id) => mark(seen, b, id)));
  const logits = normals(sequences * rows * vocab, vocab, 2);
  const uniforms = [0, 0.2, 0.5, 0.8, 1 - 2 ** -24];
  const control = packDecodeControl({ past, ...filters, uniforms }, sequences);
  const want = seenOf.map((ids, b) =>
    probabilities(logits.subarray(at(b) * vocab, (at(b) + 1) * vocab), ids, filters),
  );
  const got = await gpu.run(
    {
      logits,
      control: new Uint32Array(control),
      seen,
      probs: garbage(sequences * vocab),
      tokens: new Uint32Array(sequences * rows),
      sampled: new Uint32Array(sequences * slots).fill(77),
    },
    (sink, views) => sampleToken(sink, { ...views, sequences, rows, slots, vocab }),
  );
  expectClose(got.probs, want.flat());
  want.forEach((probs, b) => {
    let sum = 0;
    const likely = probs.map((p) => (sum += p));
    const id = got.tokens[b * rows + (rows === 1 ? 0 : past + 1)]!;
    // The first token whose cumulative probability exceeds u; f32 may be off by a little.
    expect(probs[id]).toBeGreaterThan(0);
    expect(likely[id]!).toBeGreaterThan(Math.min(uniforms[b]!, 1 - 1e-5) - 1e-5);
    expect(likely[id]! - probs[id]!).toBeLessThanOrEqual(uniforms[b]! + 1e-5);
    expect([...got.sampled.subarray(b * slots, (b + 1) * slots)]).toEqual(
      Array.from({ length: slots }, (_, column) => (column === slot ? id : 77)),
    );
    mark(seen, b, id);
  });
  expect([...got.seen]).toEqual([...seen]);
});

test('behind the last place no token is written', async () => {
  const [sequences, rows, slots, vocab] = [2, 3, 1, 41];
  const { sampled, tokens } = await gpu.run(
    {
      logits: normals(sequences * rows * vocab, 6),
      control: new Uint32Array(packDecodeControl({ past: rows - 1 }, sequences)),
      seen: new Uint32Array(sequences * seenWords(vocab)),
      probs: garbage(sequences * vocab),
      tokens: new Uint32Array(sequences * rows).fill(77),
      sampled: new Uint32Array(sequences).fill(77),
    },
    (sink, views) => sampleToken(sink, { ...views, sequences, rows, slots, vocab }),
  );
  expect([...tokens]).toEqual(Array.from(tokens, () => 77));
  expect(Math.max(...sampled)).toBeLessThan(vocab);
});

test.each([Number.NaN, Infinity])('a logit of %d samples no token', async (wrong) => {
  const vocab = 37;
  const [sequences, rows, slots] = [3, 1, 1];
  const logits = normals(sequences * vocab, 5);
  logits[vocab + 33] = wrong;
  logits[2 * vocab + 3] = -Infinity;
  for (const temperature of [0, 1]) {
    const { sampled, tokens } = await gpu.run(
      {
        logits,
        control: new Uint32Array(packDecodeControl({ past: 0, temperature, topK: 5 }, sequences)),
        seen: new Uint32Array(sequences * seenWords(vocab)),
        probs: garbage(sequences * vocab),
        tokens: new Uint32Array(sequences),
        sampled: new Uint32Array(sequences),
      },
      (sink, views) => sampleToken(sink, { ...views, sequences, rows, slots, vocab }),
    );
    expect(sampled[1]).toBe(NO_TOKEN);
    expect([sampled[0], sampled[2]]).toEqual([tokens[0], tokens[2]]);
    expect(tokens[1]).toBeLessThan(vocab);
  }
});
