// What no Hugging Face class can hold is refused before anything is written.
import { expect, it } from 'vitest';
import { exportFolder } from '../../src/training/io/exportFolder';
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
