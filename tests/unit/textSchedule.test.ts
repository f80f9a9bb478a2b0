// Texts in turn, mixed by shares, and stages of mixtures.
import { describe, expect, test } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import {
  inOrderOfReading,
  readingAt,
  textSchedule,
} from '../../src/training/run/texts/textSchedule';

const configOf = (data: RunConfigInput['data']) =>
  runConfigSchema.parse({
    version: 1,
    name: 'run',
    model: { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 8, n_positions: 8 },
    tokenizer: { kind: 'char' },
    data,
    training: { per_device_train_batch_size: 4, max_steps: 100, learning_rate: 0.01 },
    sample: {},
  });

const STAGES = {
  corpus: 'story',
  share: 3,
  more: [
    { corpus: 'letters', share: 1, from_step: 0 },
    { corpus: 'letters', from_step: 0.5 },
    { corpus: 'story', share: 1, from_step: 80 },
    { corpus: 'code' },
  ],
};

const drawn = (seed: number, step: number, count = 4000): string => {
  const { texts, scheduled } = textSchedule(configOf(STAGES));
  const sourceOf = readingAt(scheduled, 100, seed)(step, step);
  const rows = Array.from({ length: count }, (_, row) => texts[sourceOf(row)]!.corpus);
  return rows.join();
};
const shareOf = (rows: string, corpus: string): number =>
  rows.split(',').filter((one) => one === corpus).length / rows.split(',').length;

describe('the texts of a run', () => {
  test('are listed once each, and scheduled as often as they are written down', () => {
    const { texts, scheduled } = textSchedule(configOf(STAGES));
    expect(texts.map(({ corpus }) => corpus)).toEqual(['story', 'letters', 'code']);
    expect(scheduled).toEqual([
      { text: 0, fromStep: 0, share: 3 },
      { text: 1, fromStep: 0, share: 1 },
      { text: 1, fromStep: 0.5, share: 1 },
      { text: 0, fromStep: 80, share: 1 },
    ]);
    expect(inOrderOfReading(scheduled, 100)).toEqual([1, 0]);
  });

  test('are drawn by their shares, by seed and step alone', () => {
    // 4,000 draws of 3 : 1: three standard deviations are 0.02.
    expect(Math.abs(shareOf(drawn(7, 10), 'story') - 0.75)).toBeLessThan(0.03);
    expect(drawn(7, 10)).toBe(drawn(7, 10));
    expect(drawn(7, 10)).not.toBe(drawn(8, 10));
    expect(drawn(7, 10)).not.toBe(drawn(7, 11));
    expect(shareOf(drawn(7, 49, 50), 'letters')).toBeLessThan(1);
    expect(shareOf(drawn(7, 50, 50), 'letters')).toBe(1);
    expect(shareOf(drawn(7, 99, 50), 'story')).toBe(1);
  });

  test.each([
    [{ corpus: 'story', size_chars: 9, more: [{ corpus: 'story' }] }, 'text_sizes_differ'],
    [{ corpus: 'story', more: [{ corpus: 'story', from_step: 0 }] }, 'text_listed_twice'],
  ])('%j is refused: %s', (data, code) => {
    expect(() => textSchedule(configOf(data))).toThrow(expect.objectContaining({ code }));
  });

  test.each([{ share: 0 }, { share: -1 }, { more: [{ corpus: 'code', from_step: -1 }] }])(
    '%j is no setting',
    (data) => {
      expect(() => configOf({ corpus: 'story', ...data })).toThrow();
    },
  );
});
