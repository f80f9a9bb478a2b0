// Special tokens come from the model's own files, as ids: in examples, objectives, prompts and scores.
import { describe, expect, it, test } from 'vitest';
import { recut } from '../../src/host/studies/compare/sources';
import { prepareData } from '../../src/host/data/corpus';
import { evaluate } from '../../src/host/studies/compare/quality';
import { choiceRows } from '../../src/training/evaluate/evalTaskRows';
import { learnedEnding } from '../../src/training/generate/ending';
import { assumedStart, encodePrompt } from '../../src/training/generate/prompt';
import { inBlocks, withBeginnings } from '../../src/training/objectives/beginnings';
import { answerRow } from '../../src/training/objectives/terms/answer';
import { writeExample } from '../../src/training/objectives/terms/classify';
import { encodeExamples } from '../../src/training/objectives/exampleData';
import { wordsOf } from '../../src/training/objectives/examples';
import { tokenMeanings } from '../../src/training/objectives/source';
import { specialIds } from '../../src/training/objectives/specialIds';
import { corruptSpans, spanLengths } from '../../src/training/objectives/terms/spanCorruption';
import { specialIdsFor } from '../../src/training/objectives/vocabulary';
import { createRandomStream } from '../../src/training/data/random';
import { runConfigSchema } from '../../src/training/run/config';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { idsToContinue } from '../../src/training/tokenizers/frame';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { longestFirst } from '../../src/training/tokenizers/truncation';
import { SPECIAL_TOKENS, WordPieceTokenizer } from '../../src/training/tokenizers/wordpiece';
import { bertTokenizer, FakeTokenizer, llamaTokenizer } from '../support/fakeTokenizer';

const BERT_NAMES = ['[PAD]', '[CLS]', '[SEP]', '[MASK]'] as const;
const S_NAMES = ['<pad>', '<s>', '</s>', '<mask>'] as const;
const CLASSES = ['x', 'y'];
const wordpiece = new WordPieceTokenizer(
  ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c', 'd'],
  true,
);

const configOf = (model: object, objectives: object[] | undefined) =>
  runConfigSchema.parse({
    version: 1,
    name: 'x',
    model,
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    sample: { every_steps: 100, max_new_tokens: 1, prompt: 'a' },
    training: { max_steps: 1, learning_rate: 1e-3, per_device_train_batch_size: 2 },
    objectives,
  });
const bert = { family: 'bert', n_layer: 1, n_head: 2, n_embd: 8, n_inner: 16, n_positions: 16 };

/** One row as the model gets it. */
function row(example: Parameters<typeof writeExample>[0], length: number) {
  const fields: Record<string, Int32Array> = {
    ids: new Int32Array(length),
    mask: new Int32Array(length),
    segments: new Int32Array(length),
  };
  writeExample(example, 0, length, (name) => fields[name]!);
  return {
    ids: [...fields.ids!],
    mask: fields.mask!.join(''),
    segments: fields.segments!.join(''),
  };
}

describe('names of the special tokens do not matter', () => {
  const examples = {
    labels: CLASSES,
    train: [{ text: 'abc', second: 'de', label: 0 }],
    validation: [],
  };
  const rowOf = (names: readonly [string, string, string, string?]) => {
    const tokenizer = bertTokenizer(...names);
    const special = specialIds(tokenizer, 0, ['cls', 'sep']);
    const reader = { tokenizer, special, isEncoder: true, maxTokens: 12 };
    return row(encodeExamples(examples, reader).train[0]!, 12);
  };

  it('a classifier reads the same ids', () => {
    expect(rowOf(S_NAMES)).toEqual(rowOf(BERT_NAMES));
    expect(rowOf(S_NAMES)).toEqual({
      ids: [2, 4, 5, 6, 3, 7, 8, 3, 0, 0, 0, 0],
      mask: '111111110000',
      segments: '000001110000',
    });
  });

  it.each(['masked_lm', 'next_sentence', 'contrastive'])('%s needs no row of its own', (kind) => {
    const objective =
      kind === 'contrastive'
        ? { kind, augmentations: [{ kind: 'sentence_permutation' }] }
        : { kind };
    const ids = specialIdsFor(configOf(bert, [objective]), bertTokenizer(...S_NAMES));
    expect(ids.vocabSize).toBe(bertTokenizer(...S_NAMES).vocabSize);
  });

  it('only what an objective needs and the tokenizer lacks gets a row, at the end', () => {
    const tokenizer = bertTokenizer('<pad>', '<s>', '</s>');
    const { vocabSize } = tokenizer;
    expect(specialIdsFor(configOf(bert, [{ kind: 'classify' }]), tokenizer).vocabSize).toBe(
      vocabSize,
    );
    const masked = specialIdsFor(configOf(bert, [{ kind: 'masked_lm' }]), tokenizer);
    expect(masked).toMatchObject({ cls: 2, sep: 3, mask: vocabSize, vocabSize: vocabSize + 1 });
  });

  it('beginning and end of a text stand in for [CLS] and [SEP]', () => {
    const ids = specialIds(llamaTokenizer(), 0, ['cls', 'sep']);
    expect(ids).toMatchObject({ cls: 1, sep: 2, vocabSize: llamaTokenizer().vocabSize });
  });

  it('what the post-processor puts around a text stands for roles that the files do not name', () => {
    const unnamed = new FakeTokenizer({
      tokens: ['[CLS]', '[SEP]', 'a'],
      special: {},
      single: [{ id: 0 }, 'A', { id: 1 }],
    });
    expect(specialIds(unnamed, 0, ['cls', 'sep'])).toMatchObject({ cls: 0, sep: 1, vocabSize: 3 });
    const { vocabSize } = specialIdsFor(configOf(bert, [{ kind: 'classify' }]), unnamed);
    expect(vocabSize).toBe(3);
  });

  it('shows added tokens by name and the tokenizer’s own as it writes them', () => {
    const tokenizer = bertTokenizer('<pad>', '<s>', '</s>');
    const ids = specialIdsFor(configOf(bert, [{ kind: 'masked_lm' }]), tokenizer);
    const shown = wordsOf(Int32Array.of(2, 4, ids.mask, 3, 0), tokenizer, ids);
    expect(shown).toBe('<s>a[MASK]</s>');
  });
});

describe('truncation', () => {
  it.each([
    [3, 4, 9, [3, 4]],
    [2, 16, 7, [2, 5]],
    [16, 2, 7, [5, 2]],
    [16, 16, 7, [3, 4]],
    [9, 5, 7, [4, 3]],
    [5, 5, 1, [0, 1]],
  ])('of %i and %i tokens to %i leaves %j', (first, second, room, lengths) => {
    expect(longestFirst(first, second, room)).toEqual(lengths);
  });

  it('keeps the last [SEP] and both segments', () => {
    const special = specialIds(wordpiece, 0, ['cls', 'sep']);
    const long = 'a b c d '.repeat(4);
    const data = encodeExamples(
      {
        labels: CLASSES,
        train: [
          { text: long, label: 0 },
          { text: long, second: 'd c b a', label: 0 },
        ],
        validation: [],
      },
      { tokenizer: wordpiece, special, isEncoder: true, maxTokens: 10 },
    );
    const [single, pair] = data.train.map((example) => row(example, 10));
    expect(single).toEqual({
      ids: [2, 5, 6, 7, 8, 5, 6, 7, 8, 3],
      mask: '1111111111',
      segments: '0000000000',
    });
    expect(pair).toEqual({
      ids: [2, 5, 6, 7, 8, 3, 8, 7, 6, 3],
      mask: '1111111111',
      segments: '0000001111',
    });
    expect(data.train.map(({ cut }) => cut)).toEqual([8, 13]);
  });
});

describe('answers', () => {
  const learned = [{ kind: 'answer' }] as const;
  const examples = { labels: [], train: [{ text: 'ab', second: 'xy', label: 0 }], validation: [] };
  const encoded = (tokenizer: Tokenizer, maxTokens = 12) => {
    const special = specialIds(tokenizer, 0, []);
    return encodeExamples(examples, { tokenizer, special, isEncoder: false, maxTokens }).train[0]!;
  };
  const id = (letter: string): number => llamaTokenizer().encode(letter)[0]!;

  it('begin and end with the model’s own tokens', () => {
    const { ids, secondAt } = encoded(llamaTokenizer());
    expect(ids).toEqual([1, id('a'), id('b'), id('\n'), id('x'), id('y'), 2]);
    const { targets } = answerRow({ ids, secondAt }, 8);
    expect(targets).toEqual([-100, -100, -100, id('x'), id('y'), 2, -100, -100]);
  });

  it('keep the beginning token when their prompt is cut', () => {
    expect(encoded(llamaTokenizer(), 5)).toMatchObject({
      ids: [1, id('b'), id('\n'), id('x'), id('y'), 2],
      secondAt: 3,
      cut: 1,
    });
  });

  it('end with a line break where the tokenizer was trained here', () => {
    const tokenizer = CharTokenizer.train('abxy\n');
    expect(tokenizer.decode(encoded(tokenizer).ids)).toBe('ab\nxy\n');
    expect(learnedEnding(tokenizer, { family: 'gpt' }, learned)).toEqual({
      endIds: [],
      stopStrings: ['\n'],
    });
    expect(learnedEnding(tokenizer, { family: 't5' }, learned)).toEqual({
      endIds: [tokenizer.encode('\n')[0]],
      stopStrings: [],
    });
  });

  it('end with [SEP] where a vocabulary keeps no line breaks', () => {
    const tokenizer = new WordPieceTokenizer([...SPECIAL_TOKENS, 'ab', 'xy'], true);
    expect(encoded(tokenizer).ids).toEqual([5, 6, 3]);
    for (const family of ['gpt', 't5'] as const)
      expect(learnedEnding(tokenizer, { family }, learned).endIds).toEqual([3]);
    expect(
      learnedEnding(tokenizer, { family: 't5' }, [{ kind: 'span_corruption' }]).endIds,
    ).toEqual([]);
  });
});

describe('span corruption of T5', () => {
  const LETTERS = [...'abcdefgh'];
  const t5 = new FakeTokenizer({
    tokens: ['<pad>', '</s>', '<unk>', ...LETTERS, '<extra_id_2>', '<extra_id_1>', '<extra_id_0>'],
    special: { pad: 0, eos: 1, unk: 2 },
    single: ['A', { id: 1 }],
  });

  it('takes the sentinels and the end token from its tokenizer', () => {
    const ids = specialIds(t5, 2, []);
    expect(ids).toMatchObject({ sentinels: [13, 12], end: 1, vocabSize: 14 });
    expect(specialIds(t5, 5, [])).toMatchObject({
      sentinels: [13, 12, 11, 14, 15],
      vocabSize: 16,
    });
  });

  it('closes both texts with the end token, inside their positions', () => {
    const noise = { noise_density: 0.3, mean_noise_span_length: 2 };
    const lengths = spanLengths(12, noise, true);
    const special = specialIds(t5, lengths.spans, []);
    const window = Array.from({ length: lengths.text }, (_, position) => 3 + (position % 8));
    const { input, target } = corruptSpans(window, lengths, special, createRandomStream(1, 0));
    expect(input).toHaveLength(lengths.input);
    expect(target).toHaveLength(lengths.target);
    expect(lengths.input).toBeLessThanOrEqual(12);
    expect([input.at(-1), target.at(-1)]).toEqual([1, 1]);
    expect(target[0]).toBe(13);
  });
});

describe('prompts', () => {
  const tokenizer = llamaTokenizer();

  it('begin with the token that the post-processor puts there', () => {
    expect(encodePrompt(tokenizer, 'abc')).toEqual([1, 3, 4, 5]);
    expect(encodePrompt(tokenizer, '<s>abc')).toEqual([1, 3, 4, 5]);
    expect(encodePrompt(tokenizer, '')).toEqual([1]);
    expect(assumedStart(tokenizer, '')).toBeUndefined();
  });

  it('are not closed: a text that goes on has not ended', () => {
    const closing = new FakeTokenizer({
      tokens: ['<s>', '</s>', 'a', 'b'],
      special: { bos: 0, eos: 1 },
      single: [{ id: 0 }, 'A', { id: 1 }],
    });
    expect(idsToContinue(closing, 'ab')).toEqual([0, 2, 3]);
  });

  it('that are empty become the beginning token, or say what was taken for it', () => {
    const plain = { tokens: ['a', 'b', '<end>'], special: {} };
    const withEnd = new FakeTokenizer({ ...plain, special: { eos: 2 } });
    expect(encodePrompt(withEnd, '')).toEqual([2]);
    expect(assumedStart(withEnd, '')).toBe('<end>');
    const withBos = new FakeTokenizer({ ...plain, special: { bos: 1 } });
    expect(encodePrompt(withBos, '')).toEqual([1]);
    expect(assumedStart(withBos, '')).toBeUndefined();
    const own = CharTokenizer.train('ab');
    expect(encodePrompt(own, '')).toEqual([0]);
    expect(assumedStart(own, '')).toBe('a');
    expect(assumedStart(own, 'b')).toBeUndefined();
  });
});

describe('scores', () => {
  const tokenizer = llamaTokenizer();
  const question = { context: 'ab', choices: ['c', 'de'], answer: 0 };

  it('read the beginning token in front of a question', () => {
    const rows = choiceRows(tokenizer, question, 16);
    expect(rows[0]).toEqual({ ids: [1, 3, 4], targets: [5], isCut: false });
    expect(rows[1]).toEqual({ ids: [1, 3, 4, 6], targets: [6, 7], isCut: false });
  });

  it('keep it when the question is cut', () => {
    const [, cut] = choiceRows(tokenizer, question, 3);
    expect(cut).toEqual({ ids: [1, 4, 6], targets: [6, 7], isCut: true });
  });

  it('held-out windows begin with it, and every token of the text is predicted once', () => {
    const bytes = new ByteTokenizer();
    const window = bytes.encode('abcdefg');
    const found = recut({ windows: [window], bytesPerToken: 1, tokenizer: bytes }, tokenizer, 3);
    expect(found.windows.map((one) => [...one])).toEqual([
      [1, 3, 4, 5],
      [1, 6, 7, 8],
      [1, 9, -1, -1],
    ]);
    expect(found.bytesPerToken).toBe(1);
    const { bytes: figures } = evaluate(
      found,
      32,
      found.windows.map(() => new Float32Array(3 * 32)),
      null,
    );
    expect(figures!.bitsPerByte).toBeCloseTo(5, 5);
  });

  it('a text is laid out in windows that begin with it', () => {
    const tokens = Int32Array.from([5, 6, 7, 8, 9, 10, 11]);
    expect([...inBlocks(tokens, [1], 3)]).toEqual([1, 5, 6, 7, 1, 8, 9, 10]);
    expect([...inBlocks(tokens.subarray(0, 2), [1], 3)]).toEqual([1, 5, 6, 5]);
    const range = { from: 1, to: 7 };
    const data = {
      train: tokens,
      validation: tokens,
      sources: [{ id: 'a', train: range, validation: range }],
      schedule: [],
      special: specialIds(tokenizer, 0, []),
      ...tokenMeanings(tokenizer),
      seed: 0,
    };
    const blocks = withBeginnings(data, [1], 3);
    expect([...blocks.train]).toEqual([1, 6, 7, 8, 1, 9, 10, 11]);
    expect(blocks).toMatchObject({ block: 4, sources: [{ train: { from: 0, to: 8 } }] });
    expect(withBeginnings(data, [], 3)).toBe(data);
  });
});

describe('bits per byte count the bytes of the source', () => {
  const bytes = new ByteTokenizer();
  const countedBy = (sample: string, tokenizer: Parameters<typeof recut>[1]): number => {
    const heldOut = { windows: [bytes.encode(sample)], bytesPerToken: 1, tokenizer: bytes };
    const { windows, bytesPerToken } = recut(heldOut, tokenizer, 64);
    return bytesPerToken * (windows[0]!.filter((id) => id >= 0).length - 1);
  };

  it.each([
    ['今天天气很好我们去公园', 33],
    ['Grüße an alle', 15],
  ])('%s', (sample, length) => {
    expect(countedBy(sample, llamaTokenizer())).toBeCloseTo(length, 9);
    expect(countedBy(sample, wordpiece)).toBeCloseTo(length, 9);
  });

  it('also where the reference itself loses text', () => {
    const heldOut = {
      windows: [wordpiece.encode('a 今 b')],
      bytesPerToken: 2.5,
      tokenizer: wordpiece,
    };
    const { windows, bytesPerToken } = recut(heldOut, bytes, 64);
    const counted = bytesPerToken * (windows[0]!.filter((id) => id >= 0).length - 1);
    expect(counted).toBeCloseTo(7.5 - 1, 9);
  });
});

test('ids that belong to no token read as empty text wherever they turn up', () => {
  const holed = new FakeTokenizer({ tokens: ['a', undefined, 'b'], special: {} });
  expect(tokenMeanings(holed).continuesWord(0, 1)).toBe(false);
  const heldOut = { windows: [Int32Array.of(0, 2)], bytesPerToken: 1, tokenizer: holed };
  const { positions } = evaluate(
    heldOut,
    4,
    [Float32Array.of(0, 0, 0, 9)],
    [Float32Array.of(0, 9, 0, 0)],
  );
  expect(positions[0]).toMatchObject({ token: 'b', top: '', referenceTop: '' });
});

test('a segment that the model has no row for is refused', async () => {
  const tokenizer = bertTokenizer('<pad>', '<s>', '</s>');
  const config = {
    ...configOf({ ...bert, type_vocab_size: 1 }, [{ kind: 'classify' }]),
    data: { corpus: 'task', seed: 1, validation_share: 0.5, examples: { set: 'own_examples' } },
  };
  const texts = ['ab', 'cd', 'abcd', 'cdab'];
  const pairs = texts.map((text, i) => ({ text, second: 'cd', label: i % 2 }));
  const options = {
    tokenizer,
    examples: { name: 'own', labels: CLASSES, examples: pairs },
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  };
  await expect(prepareData(config, options)).rejects.toMatchObject({
    code: 'unknown_segment',
    fields: { segment: 1, rows: 1 },
  });
});
