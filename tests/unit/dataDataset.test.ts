import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STORY_GRAMMAR } from '../../src/training/data/corpora/storyGrammar';
import { batchOffsets, buildDataset, splitText } from '../../src/training/data/dataset';
import { generate } from '../../src/training/data/grammar/grammar';
import { createRandomStream, randomUint32 } from '../../src/training/data/random';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { wellFormed } from '../../src/training/tokenizers/tokenizer';

describe('splitText', () => {
  it('gives back the text, cut at a line break near the share', () => {
    const text = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join('');
    const { train, validation } = splitText(text);
    expect(train + validation).toBe(text);
    expect(train.endsWith('\n')).toBe(true);
    expect(validation.length / text.length).toBeCloseTo(0.1, 2);
  });

  it('cuts one long line, but no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 10 }), (text) => {
        const { train, validation } = splitText(text);
        expect(train + validation).toBe(text);
        expect(wellFormed(train)).toBe(train);
        expect(validation.length).toBeLessThanOrEqual(Math.ceil(0.15 * text.length) + 1);
      }),
    );
  });
});

describe('buildDataset', () => {
  const train = generate(STORY_GRAMMAR, 0, 900_000).text;
  const validation = generate(STORY_GRAMMAR, 1, 50_000).text;

  it('has an exact floor for characters', async () => {
    const tokenizer = CharTokenizer.train(train, validation);
    const dataset = await buildDataset({ train, validation, tokenizer, floorNatsPerChar: 0.25 });
    expect(dataset.train).toHaveLength(train.length);
    expect(dataset.figures.train.charsPerToken).toBe(1);
    expect(dataset.floor).toEqual({ natsPerToken: 0.25, isExact: true });
  });

  it('converts the floor for BPE and encodes in parts as it would in one', async () => {
    const tokenizer = await trainBpe(train.slice(0, 200_000), { vocabSize: 512 });
    const progress: number[] = [];
    const dataset = await buildDataset({
      train,
      validation,
      tokenizer,
      floorNatsPerChar: 0.25,
      onProgress: (done) => progress.push(done),
    });
    expect(dataset.train).toEqual(tokenizer.encode(train));
    expect(dataset.floor?.natsPerToken).toBeCloseTo(
      (0.25 * validation.length) / dataset.validation.length,
      9,
    );
    expect(dataset.floor?.isExact).toBe(false);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toBe(train.length + validation.length);
  });

  it('has no floor where the source has none, counts bytes, and can be aborted', async () => {
    const dataset = await buildDataset({
      train: '中文',
      validation: 'é',
      tokenizer: new ByteTokenizer(),
    });
    expect(dataset.floor).toBeUndefined();
    expect(dataset.figures.train).toEqual({ charsPerToken: 1 / 3, bytesPerToken: 1 });
    const aborted = buildDataset({
      train,
      validation,
      tokenizer: new ByteTokenizer(),
      signal: AbortSignal.abort(),
    });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('random numbers', () => {
  it('are functions of their place', () => {
    const stream = createRandomStream(5, 9);
    for (let i = 0; i < 20; i++) expect(stream.next()).toBe(randomUint32(5, 9, i) / 4294967296);
    expect(batchOffsets(1, 2, 8, 1000)).toEqual(batchOffsets(1, 2, 8, 1000));
    expect(batchOffsets(1, 2, 8, 1000)).not.toEqual(batchOffsets(1, 3, 8, 1000));
    expect(batchOffsets(1, 2, 8, 1000).subarray(0, 3)).toEqual(batchOffsets(1, 2, 3, 1000));
  });

  it('are even over windows, steps and neighboring seeds (chi-squared)', () => {
    const bins = 64;
    for (const draw of [
      (i: number) => batchOffsets(0, i, 1, bins)[0] as number,
      (i: number) => batchOffsets(0, 0, i + 1, bins)[i] as number,
      (i: number) => batchOffsets(i, 1, 1, bins)[0] as number,
    ]) {
      const counts = Array.from({ length: bins }, () => 0);
      const total = 3200;
      for (let i = 0; i < total; i++) counts[draw(i)] = (counts[draw(i)] ?? 0) + 1;
      const chiSquared = counts.reduce(
        (sum, count) => sum + (count - total / bins) ** 2 / (total / bins),
        0,
      );
      // 63 degrees of freedom: mean 63, standard deviation 11.2.
      expect(chiSquared).toBeGreaterThan(20);
      expect(chiSquared).toBeLessThan(120);
    }
  });
});
