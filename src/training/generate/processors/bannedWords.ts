// Texts that are not to appear, however they are cut into tokens: a token is banned that would complete one.
// Compared by bytes, so that parts of characters count.
import type { Tokenizer } from '../../tokenizers/tokenizer';
import type { LogitsProcessor } from './logitsProcessor';

/** A character for each byte. */
const asText = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

interface Completion {
  /** What must stand in front; empty where the token has all of the word. */
  readonly before: string;
  readonly ids: readonly number[];
}

export function bannedWords(
  words: readonly string[],
  tokenizer: Tokenizer,
  rows: number,
): LogitsProcessor {
  const known = Math.min(rows, tokenizer.vocabSize);
  const texts = Array.from({ length: known }, (_, id) => asText(tokenizer.tokenBytes(id)));
  const encoder = new TextEncoder();
  const spelt = words.map((word) => asText(encoder.encode(word)));
  const completions = spelt.flatMap((word) => completionsOf(word, texts));
  const longest = Math.max(...spelt.map(({ length }) => length));
  return {
    process(ids, scores) {
      let tail = '';
      for (let i = ids.length - 1; i >= 0 && tail.length < longest; i--)
        tail = (texts[ids[i]!] ?? '') + tail;
      for (const { before, ids: banned } of completions)
        if (tail.endsWith(before)) for (const id of banned) scores[id] = -Infinity;
    },
  };
}

function completionsOf(word: string, texts: readonly string[]): Completion[] {
  const idsWith = (fits: (text: string) => boolean): number[] =>
    texts.flatMap((text, id) => (fits(text) ? [id] : []));
  const whole = { before: '', ids: idsWith((text) => text.includes(word)) };
  const cut = Array.from({ length: word.length - 1 }, (_, i) => {
    const rest = word.slice(i + 1);
    return { before: word.slice(0, i + 1), ids: idsWith((text) => text.startsWith(rest)) };
  });
  return [whole, ...cut].filter(({ ids }) => ids.length > 0);
}
