// 10,000 texts that are shown while they are written: what is shown is always the beginning of the whole, and
// no character shows before it is there.
import { describe, expect, test } from 'vitest';
import { StopText } from '../../src/training/generate/stopText';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { byteLevelJson } from '../../src/training/tokenizers/vocabFiles';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';
import { seeded } from '../kernels/reference';

const BROKEN = '\uFFFD';
const HAN = [
  ...'的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会',
];
const MARKS = ['😀', '👩‍💻', '👨‍👩‍👧‍👦', '👍🏽', '🇨🇳', '🏳️‍🌈', '❤️', '𠮷', '𝒳', 'é', 'e\u0301', '한', 'ñ'];
const OTHERS = [
  ' ',
  '\n',
  '，',
  '。',
  '！',
  'a',
  'low',
  ' the',
  '7',
  '"',
  '\u200d',
  '\ufeff',
  BROKEN,
];
const PARTS = [...HAN, ...MARKS, ...OTHERS];
const random = seeded(16);
const pick = (): string => PARTS[Math.floor(random() * PARTS.length)]!;
const TEXTS = Array.from({ length: 10_000 }, () =>
  Array.from({ length: 1 + Math.floor(random() * 9) }, pick).join(''),
);

const learning = { signal: new AbortController().signal, onProgress: () => undefined };
const SAMPLE = TEXTS.slice(0, 1500).join(' ');

/** Half-characters among its tokens. */
function gpt2(): Tokenizer {
  const merges = ['ä ¸', 'ä¸ Ń', 'ð Ł', 'ðŁ ĺ', 'ðŁ ĳ', 'âĢ į', 'â Ģ', 'ç ļ', 'ï ¿'];
  const tokens = [...BYTE_CHARACTERS, ...merges.map((merge) => merge.replace(' ', ''))];
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const config = { tokenizer_class: 'GPT2Tokenizer' };
  const ordered = ['â Ģ', ...merges.filter((merge) => merge !== 'â Ģ')];
  const file = `#version: 0.2\n${ordered.join('\n')}\n`;
  return new HuggingFaceTokenizer(byteLevelJson(vocab, file, {}, config), config);
}

/** As Llama 2 has it: what is not in the vocabulary comes as bytes. */
function byteFallback(): Tokenizer {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const tokens = ['<unk>', ...bytes, '▁', 'a', 'l', 'o', 'w', '的', '我', '，', '😀', 'lo'];
  return new HuggingFaceTokenizer(
    {
      added_tokens: [],
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'Prepend', prepend: '▁' },
          { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
        ],
      },
      pre_tokenizer: null,
      post_processor: null,
      decoder: {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      },
      model: {
        type: 'BPE',
        unk_token: '<unk>',
        byte_fallback: true,
        fuse_unk: true,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: [['l', 'o']],
      },
    },
    {},
  );
}

const TOKENIZERS: readonly [name: string, make: () => Tokenizer | Promise<Tokenizer>][] = [
  ['bytes', () => new ByteTokenizer()],
  ['characters', () => CharTokenizer.train(TEXTS.join(''))],
  ['byte-level BPE', () => trainBpe(SAMPLE, { ...learning, vocabSize: 340 })],
  ['byte-level BPE of a folder', gpt2],
  ['byte fallback', byteFallback],
  ['WordPiece', () => trainWordPiece(SAMPLE, { ...learning, vocabSize: 150 })],
];

describe.each(TOKENIZERS)('%s', (name, make) => {
  /** Bytes read them all. */
  const every = name === 'bytes' ? 1 : 8;

  test('texts of Chinese, emoji and joiners', async () => {
    const tokenizer = await make();
    const wrong: string[] = [];
    for (const text of TEXTS.filter((_, at) => at % every === 0)) {
      const ids = tokenizer.encode(text);
      const whole = tokenizer.decode(ids);
      const writer = new StopText(tokenizer);
      const pieces: string[] = [];
      const take = (): unknown => pieces.push(...writer.takeTokens().map(({ piece }) => piece));
      let isRight = true;
      for (const id of ids) {
        writer.push({ id });
        take();
        isRight &&= whole.startsWith(writer.text);
        isRight &&= whole.includes(BROKEN) || !writer.text.includes(BROKEN);
      }
      writer.end();
      take();
      isRight &&= writer.text === whole && pieces.join('') === whole;
      if (!isRight) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test('a text that goes on from another adds what that lacks', async () => {
    const tokenizer = await make();
    const wrong: string[] = [];
    for (const text of TEXTS.slice(0, 500)) {
      const [before, after] = [tokenizer.encode(text), tokenizer.encode(text.slice(0, 5))];
      const start = tokenizer.decode(before);
      const whole = tokenizer.decode([...before, ...after]);
      const writer = new StopText(tokenizer, [], [], undefined, [...before]);
      for (const id of after) writer.push({ id });
      writer.end();
      if (start + writer.text !== whole) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test('a text that is cut within a character ends before it', async () => {
    const tokenizer = await make();
    const wrong: string[] = [];
    for (const text of TEXTS.slice(0, 500)) {
      const ids = tokenizer.encode(text);
      const whole = tokenizer.decode(ids);
      const writer = new StopText(tokenizer);
      for (const id of ids.slice(0, Math.floor(random() * ids.length))) writer.push({ id });
      writer.end();
      const isBroken = writer.text.includes(BROKEN) && !whole.includes(BROKEN);
      if (isBroken || !whole.startsWith(writer.text)) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });
});
