// What no Hugging Face class can hold is refused before anything is written; what is written beside a model.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exportModel } from '../../src/host/cli/exportModel';
import { LINEAGE_FILE, readLineage } from '../../src/host/models/lineageFile';
import { exportFolder, type FolderFiles } from '../../src/training/io/exportFolder';
import type { ModelShape } from '../../src/training/io/huggingface/config';
import { parameterShapes } from '../../src/training/io/huggingface/huggingface';
import { modelSchema, runConfigSchema } from '../../src/training/run/config';
import { provenanceOf } from '../../src/training/run/provenance';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';

const json = (files: FolderFiles, name: string) =>
  JSON.parse(Buffer.concat(files.get(name) ?? []).toString()) as Record<string, unknown>;
const generation = { temperature: 1, top_k: 0, max_new_tokens: 1 };
const zerosOf = (shape: ModelShape) =>
  new Map(
    [...parameterShapes(shape)].map(
      ([name, dims]) => [name, new Float32Array(dims.reduce((a, b) => a * b, 1))] as const,
    ),
  );
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
    generation,
  };
  expect(() => exportFolder(exported)).toThrow(expect.objectContaining({ code }));
});

it('the command line writes what the model came from beside it', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'export-'));
  const shape = {
    model: modelSchema.parse({ family: 'gpt', ...size, n_head: 1 }),
    vocabSize: 256,
  };
  const model = {
    shape,
    tokenizer: new ByteTokenizer(),
    weights: zerosOf(shape),
    generation,
  };
  const lineage = { name: 'story', source: { kind: 'run', name: 'story' } } as const;
  await exportModel(directory, lineage, model);
  const written = new Blob([await readFile(path.join(directory, LINEAGE_FILE))]);
  expect(await readLineage(new Map([[LINEAGE_FILE, written]]))).toMatchObject(lineage);
  await rm(directory, { recursive: true });
});

it.each([
  [[{ kind: 'answer' }], 10],
  [[{ kind: 'span_corruption' }], null],
] as const)('with %j `generate` of transformers ends at token %s', (objectives, end) => {
  const model = {
    family: 't5',
    ...size,
    n_decoder_layer: 1,
    n_head: 1,
    d_kv: 4,
    n_inner: 8,
  } as const;
  const config = runConfigSchema.parse({
    version: 1,
    name: 'answers',
    model,
    tokenizer: { kind: 'byte' },
    data: { corpus: 'story' },
    objectives,
    sample: { every_steps: 1, max_new_tokens: 1, prompt: 'a' },
    training: { per_device_train_batch_size: 1, max_steps: 1, learning_rate: 1, eval_steps: 1 },
  });
  const shape = { model: config.model, vocabSize: 256 };
  const files = exportFolder({
    shape,
    tokenizer: new ByteTokenizer(),
    provenance: provenanceOf(config, 1),
    weights: zerosOf(shape),
    generation,
  });
  for (const name of ['config.json', 'generation_config.json'])
    expect(json(files, name)).toMatchObject({ eos_token_id: end });
});
