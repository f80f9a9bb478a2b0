// What no Hugging Face class can hold is refused before anything is written; what is written beside a model.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exportModel } from '../../src/host/cli/exportModel';
import { LINEAGE_FILE, readLineage } from '../../src/host/models/lineageFile';
import { exportFolder } from '../../src/training/io/exportFolder';
import { parameterShapes } from '../../src/training/io/huggingface/huggingface';
import { modelSchema } from '../../src/training/run/config';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';

const size = { n_layer: 1, n_embd: 8, n_positions: 4 };

it.each([
  [
    'cannot_export_heads',
    { family: 'gpt', ...size, n_head: 1, pruned: { head_dim: 4, n_inner: 8 } },
  ],
  ['cannot_export', { family: 'convolution', ...size }],
])('%s', (code, model) => {
  const exported = {
    shape: { model: modelSchema.parse(model), vocabSize: 256 },
    tokenizer: new ByteTokenizer(),
    weights: new Map<string, Float32Array<ArrayBuffer>>(),
    generation: { temperature: 1, top_k: 0, max_new_tokens: 1 },
  };
  expect(() => exportFolder(exported)).toThrow(expect.objectContaining({ code }));
});

it('the command line writes what the model came from beside it', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'export-'));
  const shape = {
    model: modelSchema.parse({ family: 'gpt', ...size, n_head: 1 }),
    vocabSize: 256,
  };
  const zeros = [...parameterShapes(shape)].map(
    ([name, dims]) => [name, new Float32Array(dims.reduce((a, b) => a * b, 1))] as const,
  );
  const model = {
    shape,
    tokenizer: new ByteTokenizer(),
    weights: new Map(zeros),
    generation: { temperature: 1, top_k: 0, max_new_tokens: 1 },
  };
  const lineage = { name: 'story', source: { kind: 'run', name: 'story' } } as const;
  await exportModel(directory, lineage, model);
  const written = new Blob([await readFile(path.join(directory, LINEAGE_FILE))]);
  expect(await readLineage(new Map([[LINEAGE_FILE, written]]))).toMatchObject(lineage);
  await rm(directory, { recursive: true });
});
