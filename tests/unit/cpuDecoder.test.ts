// Language models on the CPU: PyTorch's logits, its greedy text and its draws.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTensors, readJson } from '../../scripts/parity/case';
import { loadModel } from '../../scripts/parity/models';
import { drawToken } from '../../src/training/cpu/drawToken';
import { CpuDecoder } from '../../src/training/cpu/decoder';
import { buildModel } from '../../src/training/models/model';

const fixtures = path.join(import.meta.dirname, '../fixtures');

function writerOf(name: string): { writer: CpuDecoder; vocabSize: number } {
  const folder = path.join(fixtures, 'models', name);
  const { config, vocabSize, values } = loadModel(
    path.join(folder, 'config.json'),
    path.join(folder, 'model.safetensors'),
  );
  return { writer: new CpuDecoder(buildModel(config, vocabSize), values), vocabSize };
}

const farthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe.each(['gpt2', 'gpt2_odd', 'llama', 'gru_lm', 'lstm_lm'])('%s', (name) => {
  const file = openTensors(path.join(fixtures, 'models', name, 'case0.safetensors'));
  const [batch, length] = file.entry('in.input_ids').shape as [number, number];
  const ids = file.ints('in.input_ids');
  const want = file.floats('out.logits');

  test('logits of whole windows', async () => {
    const { writer, vocabSize } = writerOf(name);
    for (let row = 0; row < batch; row++) {
      const logits = await writer.read(ids.subarray(row * length, (row + 1) * length));
      const own = want.subarray(row * length * vocabSize, (row + 1) * length * vocabSize);
      expect(logits).toHaveLength(own.length);
      expect(farthest(logits, own)).toBeLessThan(2e-4);
    }
  });

  test('greedy tokens are the likeliest of the whole window', async () => {
    const { writer } = writerOf(name);
    const prompt = [...ids.subarray(0, Math.min(3, length))];
    await writer.start([prompt]);
    const [written] = await writer.sample(2, 0, { temperature: 0, seed: 0 });
    const { writer: other, vocabSize } = writerOf(name);
    const logits = await other.read([...prompt, written![0]!]);
    const top = (place: number): number => {
      const row = logits.subarray(place * vocabSize, (place + 1) * vocabSize);
      return row.indexOf(row.reduce((most, value) => Math.max(most, value)));
    };
    expect(written).toEqual([top(prompt.length - 1), top(prompt.length)]);
  });
});

test('greedy text with a repetition penalty is PyTorch’s', async () => {
  const file = openTensors(path.join(fixtures, 'generate/greedy_gpt2_p5_rep15.safetensors'));
  const { writer } = writerOf('gpt2');
  await writer.start([[...file.ints('in.prompt')]]);
  const want = [...file.ints('out.ids')];
  const settings = { temperature: 0, repetitionPenalty: 1.5, seed: 0 };
  expect(await writer.sample(want.length, 0, settings)).toEqual([want]);
});

interface Sampling {
  readonly name: string;
  readonly temperature?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly repetition_penalty?: number;
}

test('draws are those of the reference', () => {
  const file = openTensors(path.join(fixtures, 'generate/sampling_0.safetensors'));
  const { cases } = readJson(path.join(fixtures, 'generate/sampling_0.json')) as unknown as {
    cases: Sampling[];
  };
  const logits = file.floats('in.logits');
  const seen = new Set(file.ints('in.prev'));
  for (const { name, temperature = 1, top_k, top_p, repetition_penalty } of cases) {
    const settings = { temperature, topK: top_k, topP: top_p, seed: 0 };
    const own = { ...settings, repetitionPenalty: repetition_penalty };
    const drawn = Array.from(file.floats(`u.${name}`), (u) => drawToken(logits, seen, own, u));
    expect(drawn, name).toEqual([...file.ints(`draw.${name}`)]);
  }
});
