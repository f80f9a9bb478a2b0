// Random models for tokenizer.json: vocabularies out of the texts, merges, scores.
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { textOf } from './texts';
import type { Draw } from './check';

type Json = Record<string, unknown>;

/** Characters, and words that occur, of these texts as the model would see them. */
function pieces(draw: Draw, isBytes: boolean): { characters: string[]; words: string[] } {
  const texts = draw.some(4, 8, () => textOf(draw));
  const words = texts.flatMap((text) => text.match(/[^\s]{1,6}|\s/gu) ?? []);
  const written = words.map((word) =>
    isBytes
      ? Array.from(new TextEncoder().encode(word), (byte) => BYTE_CHARACTERS[byte]).join('')
      : word,
  );
  const characters = new Set(written.flatMap((word) => Array.from(word)));
  if (isBytes)
    BYTE_CHARACTERS.forEach((character) => draw.isTrue(0.9) && characters.add(character));
  ['a', 'b', 'c', '▁', '#', ' '].forEach(
    (character) => draw.isTrue(0.8) && characters.add(character),
  );
  return { characters: [...characters], words: [...new Set(written)].filter(Boolean) };
}

const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

function numbered(tokens: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
}

export function model(draw: Draw, isBytes: boolean): Json {
  const { characters, words } = pieces(draw, isBytes);
  const special = ['<unk>', '<s>', '</s>'].filter(() => draw.isTrue(0.9));
  const fallback = draw.isTrue(0.4);
  const bytes = fallback ? BYTES.filter(() => draw.isTrue(0.999)) : [];
  const kinds = [bpe, bpe, wordPiece, wordLevel, unigram];
  return draw.one(kinds)(draw, { characters, words, special, fallback, bytes });
}

interface Stock {
  readonly characters: readonly string[];
  readonly words: readonly string[];
  readonly special: readonly string[];
  readonly fallback: boolean;
  readonly bytes: readonly string[];
}

function bpe(draw: Draw, { characters, words, special, fallback, bytes }: Stock): Json {
  const prefix = draw.one([null, '', '##']);
  const suffix = draw.one([null, '', '</w>']);
  const inside = characters.map((c) => (prefix ?? '') + c);
  const tokens = new Set([...special, ...bytes, ...characters, ...inside]);
  if (suffix)
    for (const token of Array.from(tokens)) if (draw.isTrue(0.7)) tokens.add(token + suffix);
  const merges: [string, string][] = [];
  const seen = [...tokens].filter((token) => !token.startsWith('<0x'));
  for (let count = draw.below(60); count > 0; count--) {
    // Pairs that stand in a word, else any.
    const left = draw.one(seen);
    const followers = seen.filter((token) =>
      words.some((word) => word.includes(plain(left, prefix) + plain(token, prefix))),
    );
    const right = draw.one(followers.length > 0 ? followers : seen);
    if (prefix && !right.startsWith(prefix)) continue;
    const joined = left + (prefix ? right.slice(prefix.length) : right);
    merges.push([left, right]);
    if (!tokens.has(joined)) seen.push(joined);
    tokens.add(joined);
  }
  for (const word of words) if (draw.isTrue(0.3)) tokens.add(word);
  const asText =
    draw.isTrue() &&
    merges.every((pair) => pair.every((part) => part !== '' && !part.includes(' ')));
  return {
    ...(draw.isTrue(0.9) && { type: 'BPE' }),
    dropout: null,
    unk_token: draw.one([null, '<unk>']),
    continuing_subword_prefix: prefix,
    end_of_word_suffix: suffix,
    fuse_unk: draw.isTrue(),
    byte_fallback: fallback,
    ...(draw.isTrue() && { ignore_merges: draw.isTrue() }),
    vocab: numbered([...tokens]),
    merges: asText ? merges.map((pair) => pair.join(' ')) : merges,
  };
}

const plain = (token: string, prefix: string | null): string =>
  prefix && token.startsWith(prefix) ? token.slice(prefix.length) : token;

function wordPiece(draw: Draw, { characters, words, special }: Stock): Json {
  const prefix = draw.one(['##', '', '@@']);
  const inside = [...characters, ...words]
    .filter(() => draw.isTrue(0.8))
    .map((token) => prefix + token);
  return {
    type: 'WordPiece',
    unk_token: '<unk>',
    continuing_subword_prefix: prefix,
    max_input_chars_per_word: draw.one([100, 3, 8]),
    vocab: numbered([...special, ...characters, ...words, ...inside]),
  };
}

function wordLevel(_: Draw, { characters, words, special }: Stock): Json {
  return {
    type: 'WordLevel',
    unk_token: '<unk>',
    vocab: numbered([...special, ...words, ...characters]),
  };
}

function unigram(draw: Draw, { characters, words, special, fallback, bytes }: Stock): Json {
  const tokens = [
    ...new Set([...special, ...bytes, ...characters, ...words, ...words.map((word) => `▁${word}`)]),
  ];
  const scored = tokens.map((token): [string, number] => [
    token,
    -Math.round(draw.unit() * 160) / 16,
  ]);
  if (draw.isTrue(0.2)) scored.push([draw.one(tokens), -1]);
  return {
    type: 'Unigram',
    unk_id: draw.isTrue(0.95) ? 0 : null,
    byte_fallback: fallback,
    vocab: scored,
  };
}
