// What the page shows of objectives and augmentations before a run, on the beginning of a text.
import { expect, test } from 'vitest';
import { exemplify } from '../../src/host/data/exemplify';
import { runConfigSchema } from '../../src/training/run/config';

const TEXT = 'One fox ran home. Two owls sang all night. Three mice ate the cheese. '.repeat(60);

const config = runConfigSchema.parse({
  version: 1,
  name: 'run',
  model: { family: 'bert', n_layer: 1, n_head: 2, n_embd: 8, n_positions: 32, n_inner: 8 },
  tokenizer: { kind: 'wordpiece', vocab_size: 4096 },
  data: { corpus: 'own_file' },
  objectives: [{ kind: 'masked_lm' }, { kind: 'next_sentence' }],
  training: { per_device_train_batch_size: 64, max_steps: 1, learning_rate: 1e-3 },
  sample: {},
});
const noAsset = () => Promise.reject(new Error('no corpus is packed'));
const words = (text: string) => text.match(/\[?[A-Za-z]+\]?/g) ?? [];

test('every augmentation does what its name says to whole sentences', async () => {
  const { objectives, augmentations } = await exemplify(
    {
      config,
      text: { name: 'text', text: TEXT },
      augmentations: [
        { kind: 'token_dropout', probability: 0.3 },
        { kind: 'masking', probability: 0.3 },
        { kind: 'span_shuffle', span_length: 2 },
        { kind: 'sentence_permutation' },
        { kind: 'back_off_noise', probability: 0.3 },
      ],
    },
    noAsset,
  );
  expect(objectives.map(({ objective }) => objective)).toEqual(['masked_lm', 'next_sentence']);
  const [dropped, masked, shuffled, permuted, noisy] = augmentations;
  const before = words(dropped!.before);
  expect(before).toHaveLength(14);
  expect(new Set(augmentations.map((one) => one.before))).toEqual(new Set([dropped!.before]));
  for (const { after } of augmentations) expect(after).not.toBe(dropped!.before);
  expect(words(dropped!.after).length).toBeLessThan(14);
  expect(masked!.after).toContain('[MASK]');
  for (const { after } of [shuffled!, permuted!])
    expect(words(after).toSorted()).toEqual(before.toSorted());
  expect(permuted!.after).toContain('Two owls sang all night');
  expect(words(TEXT)).toEqual(expect.arrayContaining(words(noisy!.after)));
});

test('a text that is missing is reported', async () => {
  await expect(exemplify({ config, augmentations: [] }, noAsset)).rejects.toThrow('own_file');
});
