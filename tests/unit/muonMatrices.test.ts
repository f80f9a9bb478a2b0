// Muon is for the matrices inside a model: never an embedding, a head, a vector.
import { expect, test } from 'vitest';
import { buildModel } from '../../src/training/models/model';
import { isLayerMatrix } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';

const size = { n_layer: 2, n_embd: 16, n_positions: 8, n_head: 2 };

test.each([
  [{ family: 'gpt', ...size, tie_word_embeddings: false }, 4],
  [{ family: 'llama', ...size, n_kv_head: 1, n_inner: 24, tie_word_embeddings: false }, 7],
] as const)('of $family', (config, aLayer) => {
  const model = buildModel(modelSchema.parse(config) as Parameters<typeof buildModel>[0], 11);
  const names = model.parameters.filter(isLayerMatrix).map(({ name }) => name);
  expect(names.length).toBe(aLayer * size.n_layer);
  for (const name of names) expect(name).toMatch(/(\.h|layers)\.\d\..*weight$/);
});
