// Added tokens that take blanks along, side by side. Ids of the Rust library, tokenizers 0.23.2.
import { expect, it } from 'vitest';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';

const token = (id: number, content: string, lstrip: boolean, rstrip: boolean) => ({
  id,
  content,
  lstrip,
  rstrip,
  single_word: false,
  normalized: false,
  special: false,
});

const encode = (text: string): number[] => [
  ...new HuggingFaceTokenizer({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [token(5, '[M]', false, true), token(4, '\n', true, false)],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: { x: 0, '?': 1, '\n': 4 }, unk_token: '?' },
  }).encode(text),
];

it('blanks that one token took are not a token again', () => {
  // The second begins inside the blanks of the first: one [M], then the text.
  const [first, ...rest] = encode('[M]\nx');
  expect(rest).toEqual([0]);
  expect(encode('[M]x')).toEqual([first, 0]);
  expect(encode('x\nx')).toEqual([0, 4, 0]);
});
