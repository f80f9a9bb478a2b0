import { describe, expect, test } from 'vitest';
import { newWords, wordsOf } from '../../src/training/evaluate/knownWords';

/** Pieces: whole words that it has, else characters. */
const tokenizerOf = (words: readonly string[]) => {
  const pieces = [...words.flatMap((word) => [word, ` ${word}`]), ...'abcdefghijklmnopqrstuvwxyz '];
  return {
    encode(text: string): Int32Array {
      const ids: number[] = [];
      for (let at = 0; at < text.length;) {
        const found = pieces.findIndex((piece) => text.startsWith(piece, at));
        if (found < 0) break;
        ids.push(found);
        at += pieces[found]!.length;
      }
      return Int32Array.from(ids);
    },
    decode: (ids: ArrayLike<number>) => Array.from(ids, (id) => pieces[id]!).join(''),
  };
};

describe('the words of a text', () => {
  test('are found in both languages', () => {
    expect(wordsOf('I love this movie, don’t you? 42')).toEqual([
      'i',
      'love',
      'this',
      'movie',
      'don’t',
      'you',
    ]);
    expect(wordsOf('这部电影很好').join('')).toBe('这部电影很好');
  });

  test('are new where the training text lacks them', () => {
    const seen = new Set(wordsOf('The acting was far from dull.'));
    const found = newWords('I love this movie: the acting was dull', tokenizerOf([]), seen);
    expect(found).toEqual({ words: ['i', 'love', 'this', 'movie'], all: 8 });
  });

  test('are new where the vocabulary spells them out or cannot write them', () => {
    const tokenizer = tokenizerOf(['acting', 'was']);
    const found = newWords('Acting was lovely, naïve', tokenizer, null);
    expect(found.words).toEqual(['lovely', 'naïve']);
  });
});

test('a long text is read in little memory and time', () => {
  const text = 'the quick fox\n'.repeat(30_000);
  const words = wordsOf(text);
  expect(words).toHaveLength(3 * 30_000);
  expect(new Set(words)).toEqual(new Set(['the', 'quick', 'fox']));
});
