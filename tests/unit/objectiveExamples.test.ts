// What the page shows of each objective before a run: the first example of the first batch, in words.
import { expect, test } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import { objectiveExamples } from '../../src/training/objectives/examples';
import { runObjective } from '../../src/training/objectives/runObjective';
import { tokenMeanings } from '../../src/training/objectives/source';
import { specialIdsFor } from '../../src/training/objectives/vocabulary';
import { CharTokenizer } from '../../src/training/tokenizers/char';

const size = { n_layer: 1, n_head: 2, n_embd: 8, n_positions: 24, n_inner: 8 };
const BERT = { family: 'bert', ...size } as const;
const T5 = { family: 't5', ...size, n_decoder_layer: 1, d_kv: 4 } as const;
const text = 'one two three. four five six. seven eight nine. '.repeat(20);

function examplesOf(model: RunConfigInput['model'], objectives: RunConfigInput['objectives']) {
  const config = runConfigSchema.parse({
    version: 1,
    name: 'run',
    model,
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    objectives,
    training: { per_device_train_batch_size: 2, max_steps: 1, learning_rate: 1e-3 },
    sample: {},
  });
  const tokenizer = CharTokenizer.train(text);
  const tokens = tokenizer.encode(text).slice();
  const range = { from: 0, to: tokens.length };
  const special = specialIdsFor(config, tokenizer);
  const objective = runObjective(config, {
    train: tokens,
    validation: tokens,
    sources: [{ id: 'own_file', train: range, validation: range }],
    schedule: [{ text: 0, fromStep: 0, share: 1 }],
    special,
    ...tokenMeanings(tokenizer),
    seed: 1,
  });
  const { terms: parts, shape, batchesOf } = objective;
  expect(batchesOf(0)).toEqual(batchesOf(0));
  expect(batchesOf(1)).not.toEqual(batchesOf(0));
  return objectiveExamples(parts, shape, batchesOf(0), { tokenizer, special });
}

test('masked letters, sentence pairs and two views of a text', () => {
  const [masked, pair, views] = examplesOf(BERT, [
    { kind: 'masked_lm', mlm_probability: 0.4 },
    { kind: 'next_sentence' },
    { kind: 'contrastive', augmentations: [{ kind: 'token_dropout', probability: 0.2 }] },
  ]);
  expect(masked!.texts.ids).toMatch(/^\[CLS\].*\[MASK\].*\[SEP\]$/);
  // 40 % of 22 letters.
  expect(masked!.texts.targets!.length).toBeLessThanOrEqual(9);
  expect(pair!.texts.ids).toMatch(/^\[CLS\][^[]+\[SEP\][^[]+\[SEP\]$/);
  const { ids, ids_2: other } = views!.texts;
  expect(ids).not.toBe(other);
  for (const view of [ids, other]) expect(view).toMatch(/^\[CLS\][a-z. ]{5,22}$/);
});

test('corrupted spans: what is left, and what the decoder writes', () => {
  const [spans] = examplesOf(T5, [{ kind: 'span_corruption' }]);
  const { ids, targets } = spans!.texts;
  expect(ids).toContain('⟨0⟩');
  expect(targets).toMatch(/^⟨0⟩.+⟨\d⟩$/);
});
