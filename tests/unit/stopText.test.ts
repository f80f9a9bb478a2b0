// A text that ends at a stop string, however the string is cut into tokens.
import { expect, test } from 'vitest';
import { StopText } from '../../src/training/generate/stopText';
import { tokenizerFromJSON } from '../../src/training/tokenizers/load';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';

const bytes = new ByteTokenizer();

/** The text after each token. */
function written(text: string, stops: string[]): { seen: string[]; whole: string; over: boolean } {
  const writer = new StopText(bytes, stops);
  const seen: string[] = [];
  for (const id of bytes.encode(text)) {
    writer.push({ id });
    seen.push(writer.text);
  }
  const over = writer.isOver;
  writer.end();
  return { seen, whole: writer.text, over };
}

test('without stop strings everything is shown at once', () => {
  expect(written('añ', [])).toEqual({ seen: ['a', 'a', 'añ'], whole: 'añ', over: false });
});

test('an id that belongs to no token reads as empty text, also within a character', () => {
  const writer = new StopText(bytes);
  for (const id of [97, 0xc3, 300, 0xb1, 98]) writer.push({ id });
  expect(writer.text).toBe('añb');
});

test('an end token ends the text and does not show', () => {
  const writer = new StopText(bytes, [], [0]);
  for (const id of [97, 0, 98]) writer.push({ id });
  expect(writer.isOver).toBe(true);
  expect(writer.text).toBe('a');
});

test('a stop string never shows, nor do its beginnings', () => {
  const { seen, whole, over } = written('ab\n\ncd', ['\n\n']);
  expect(seen).toEqual(['a', 'ab', 'ab', 'ab', 'ab', 'ab']);
  expect(whole).toBe('ab');
  expect(over).toBe(true);
});

test('a beginning that came to nothing is shown after all', () => {
  expect(written('a\nb\n', ['\n\n']).seen).toEqual(['a', 'a', 'a\nb', 'a\nb']);
  expect(written('a\nb\n', ['\n\n']).whole).toBe('a\nb\n');
});

test('the first of several stop strings counts, an empty one never', () => {
  expect(written('one. Two! three', ['!', '. ', '']).whole).toBe('one');
  expect(written('aab', ['aab', 'ab']).whole).toBe('');
});

/** Pieces of the tokens, as they are handed out. */
function pieces(text: string, stops: string[], endIds: number[] = []): string[][] {
  const writer = new StopText(bytes, stops, endIds);
  const taken = Array.from(bytes.encode(text), (id) => {
    writer.push({ id });
    return writer.takeTokens().map(({ piece }) => piece);
  });
  writer.end();
  return [...taken, writer.takeTokens().map(({ piece }) => piece)];
}

test('tokens come with what they add, the newest with the next one', () => {
  expect(pieces('añb', [])).toEqual([[], ['a'], [''], ['ñ'], ['b']]);
});

test('tokens of a stop string do not come, an end token does', () => {
  expect(pieces('ab\n\nc', ['\n\n'])).toEqual([[], ['a'], ['b'], [], [], []]);
  expect(pieces('ab\nc', ['\n\n'])).toEqual([[], ['a'], ['b'], ['\n'], ['c']]);
  expect(pieces('ab.c', [], [46])).toEqual([[], ['a'], ['b', ''], [], []]);
});

test('a text that goes on from other tokens keeps the blank between them', () => {
  const vocab = { '<s>': 0, '▁the': 1, '▁fox': 2, '▁': 3 };
  const tokenizer = tokenizerFromJSON({
    kind: 'tokenizer_json',
    tokenizer: {
      model: { type: 'BPE', vocab, merges: [] },
      added_tokens: [
        {
          id: 0,
          content: '<s>',
          special: true,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
        },
      ],
      decoder: {
        type: 'Metaspace',
        replacement: '▁',
        prepend_scheme: 'always',
        split: true,
      },
    },
    config: { bos_token: '<s>' },
  });
  const goesOn = (before: readonly number[]): string => {
    const writer = new StopText(tokenizer, [], [], undefined, before);
    writer.push({ id: 2 });
    return writer.text;
  };
  expect(goesOn([0, 1])).toBe(' fox');
  expect(goesOn([0])).toBe('fox');
  expect(goesOn([])).toBe('fox');
});
