// Words of a text that a classifier cannot know: they stand nowhere in what it has learned from, or its
// vocabulary has no piece for them longer than a character.
import type { Tokenizer } from '../tokenizers/tokenizer';

/** Up to a blank where there is one: every segment has a copy of the text that it was found in. */
const PIECES = /.{1,1000}(?:\s|$)|.{1,1000}/gsu;

/** Letters in a row, with apostrophes inside; of scripts without spaces, what the segmenter finds. */
export function wordsOf(text: string): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return (text.toLowerCase().match(PIECES) ?? []).flatMap((piece) =>
    [...segmenter.segment(piece)].flatMap(({ segment, isWordLike }) =>
      isWordLike && /\p{L}/u.test(segment) ? [segment] : [],
    ),
  );
}

/** The text piece by piece, each with whether it is one of these words, which are in lower case. */
export function markedText(
  text: string,
  words: readonly string[],
): { readonly text: string; readonly isMarked: boolean }[] {
  const wanted = new Set(words);
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment }) => ({
    text: segment,
    isMarked: wanted.has(segment.toLowerCase()),
  }));
}

/** Shorter ones may well be single pieces. */
const SPELLED_OUT = 4;

/** Whether the vocabulary has a piece of the word: else it is spelt out character by character, or unknown. */
function hasPieces(word: string, tokenizer: Pick<Tokenizer, 'encode' | 'decode'>): boolean {
  const characters = Array.from(word).length;
  return [word, ` ${word}`].some((form) => {
    const ids = encoded(form, tokenizer);
    const isWhole = tokenizer.decode(ids).toLowerCase().trim() === word;
    return isWhole && (characters < SPELLED_OUT || ids.length < characters);
  });
}

/** A tokenizer of characters refuses a text with one that it lacks. */
function encoded(text: string, tokenizer: Pick<Tokenizer, 'encode'>): number[] {
  try {
    return [...tokenizer.encode(text)];
  } catch {
    return [];
  }
}

/**
 * The words of a text that are new to a classifier, each once, as they were typed in lower case.
 * `seen`: the words that it has learned from; null where they are not here, and the vocabulary alone tells.
 */
export function newWords(
  text: string,
  tokenizer: Pick<Tokenizer, 'encode' | 'decode'>,
  seen: ReadonlySet<string> | null,
): { readonly words: readonly string[]; readonly all: number } {
  const words = new Set(wordsOf(text));
  const isNew = (word: string): boolean => (seen ? !seen.has(word) : !hasPieces(word, tokenizer));
  return { words: [...words].filter(isNew), all: words.size };
}
