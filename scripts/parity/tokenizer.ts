// GPT-2's tokenizer: pieces, ids, back to text, special tokens, and ids that cut a character. No GPU.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { preTokenizerOf } from '../../src/training/tokenizers/huggingface/preTokenizers';
import { byteLevelJson } from '../../src/training/tokenizers/vocabFiles';
import type { Case, Prepared } from './case';

interface TextCase {
  readonly text: string;
  readonly ids: readonly number[];
  readonly pieces?: readonly string[];
}

interface TokenizerJson {
  readonly vocab: string;
  readonly merges: string;
  readonly cases: readonly TextCase[];
  readonly special_cases?: readonly TextCase[];
  readonly decode_cases?: readonly TextCase[];
}

/** The vocabulary stands where the case says, outside the project. */
export const tokenizer = ({ folder, json }: Case): Prepared => {
  const {
    vocab,
    merges,
    cases,
    special_cases = [],
    decode_cases = [],
  } = json as unknown as TokenizerJson;
  const read = (file: string): string => readFileSync(path.resolve(folder, file), 'utf8');
  const words = JSON.parse(read(vocab)) as Record<string, number>;
  const config = { tokenizer_class: 'GPT2Tokenizer' };
  const whole = byteLevelJson(words, read(merges), {}, config);
  const gpt2 = new HuggingFaceTokenizer(whole, config);
  const plain = new HuggingFaceTokenizer(whole, { ...config, split_special_tokens: true });
  return {
    run: () => {
      const problems: string[] = [];
      const check = (what: string, text: string, got: unknown, want: unknown): void => {
        const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
        if (a !== b) problems.push(`${what} of ${JSON.stringify(text)}: ${a}, ${b} were due`);
      };
      for (const { text, ids, pieces } of cases) {
        if (pieces) check('pieces', text, piecesOf(text), pieces);
        check('ids', text, [...plain.encode(text)], ids);
        check('text back', text, gpt2.decode(ids), text);
      }
      for (const { text, ids } of special_cases) {
        check('ids with special tokens', text, [...gpt2.encode(text)], ids);
        check('text back', text, gpt2.decode(ids), text);
      }
      for (const { text, ids } of decode_cases) check('broken text', text, gpt2.decode(ids), text);
      return { worst: problems.length > 0 ? Infinity : 0, problems };
    },
  };
};

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  const json = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
  if (text !== '') preTokenizerOf(json).cut(text, 0, (piece) => pieces.push(piece));
  return pieces;
}
