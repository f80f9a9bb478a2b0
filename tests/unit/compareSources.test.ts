// Held-out text for a model with other tokens: the same bytes, every token but the first predicted once.
import { expect, test } from 'vitest';
import { joulesOf, rooflineOf } from '../../src/host/studies/compare/figures';
import { recut } from '../../src/host/studies/compare/sources';
import { QualityMeter } from '../../src/training/evaluate/quality';
import { spreadOf } from '../../src/training/evaluate/statistics';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';

const TEXT = '水流过 a bridge';
const from = CharTokenizer.train(TEXT);
const to = new ByteTokenizer();
const text = from.encode(TEXT);
const heldOut = { windows: [text, text.subarray(0, 3)], bytesPerToken: 1.5, tokenizer: from };

test('windows of the other model', () => {
  const { windows, bytesPerToken } = recut(heldOut, to, 8);
  // 18 bytes, then 9.
  expect(windows.map((window) => window.length)).toEqual([9, 9, 9, 9]);
  const bytes = [...to.encode(TEXT)];
  expect([...windows[0]!]).toEqual(bytes.slice(0, 9));
  expect([...windows[1]!]).toEqual(bytes.slice(8, 17));
  expect([...windows[2]!]).toEqual([...bytes.slice(16), -1, -1, -1, -1, -1, -1, -1]);
  expect([...windows[3]!]).toEqual(bytes.slice(0, 9));
  expect(bytesPerToken).toBe(1);
});

test('even odds over all bytes are eight bits a byte in any tokens', () => {
  const { windows, bytesPerToken, tokenizer } = recut(heldOut, to, 8);
  const meter = new QualityMeter(tokenizer.vocabSize, bytesPerToken);
  for (const window of windows) {
    const logits = new Float32Array(8 * tokenizer.vocabSize);
    meter.add(window.subarray(1), logits, logits);
  }
  const { tokens, bitsPerByte } = meter.figures();
  expect(tokens).toBe(17 + 8);
  expect(bitsPerByte).toBeCloseTo(Math.log2(tokenizer.vocabSize), 5);
});

test('a text of one token leaves nothing to compare', () => {
  expect(() => recut({ ...heldOut, windows: [from.encode('a')] }, to, 8)).toThrow(
    expect.objectContaining({ code: 'nothing_to_compare' }),
  );
});

test('roofline and energy follow from the speed', () => {
  const decode = spreadOf([100]);
  const speed = { prefill: null, decode, shallow: null, firstTokenMs: decode, against: null };
  const cost = {
    parameters: 1,
    diskBytes: 4,
    memory: {},
    memoryBytes: 4,
    weightBytes: 4,
    layerBytes: 4,
    flopsPerToken: 1e6,
    bytesPerToken: 5e7,
  };
  const row = { cost, speed: { ...speed, tokenMs: { p50: 10, p90: 10, p99: 10 } } };
  // 50 MB at 10 GB/s take 5 ms of its 10.
  const ceilings = { gflops: 100, gigabytesPerSecond: 10 };
  expect(rooflineOf(row, ceilings)).toEqual({ boundBy: 'memory', share: 0.5 });
  expect(rooflineOf(row, null)).toBeNull();
  expect(joulesOf(200, { ...row, device: 'gpu' })).toBe(2);
  expect(joulesOf(null, { ...row, device: 'gpu' })).toBeNull();
  // The power is that of the board.
  expect(joulesOf(200, { ...row, device: 'cpu' })).toBeNull();
});
