// Small tokenizer.json files of every kind: ids, special tokens, types and decoding as the Rust library gives them
// (scripts/record_tokenizers.ts).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { createStreamDecoder } from '../../src/training/tokenizers/tokenizer';

const ROOT = path.join(import.meta.dirname, '../fixtures/formats');
const FOLDERS = readdirSync(ROOT).filter((name) => name.startsWith('tokenizer_'));

interface TextCase {
  readonly text: string;
  readonly ids: number[];
  readonly ids_with_special: number[];
  readonly type_ids: number[];
  readonly decoded: string;
}

const read = (name: string, file: string): unknown =>
  JSON.parse(readFileSync(path.join(ROOT, name, file), 'utf8'));

describe('tokenizer.json as the Rust library reads it', () => {
  it.each(FOLDERS)('%s', (name) => {
    const json = read(name, 'tokenizer.json') as Record<string, unknown>;
    const { cases } = read(name, 'case.json') as { cases: TextCase[] };
    const tokenizer = new HuggingFaceTokenizer(json);
    for (const one of cases) {
      expect([...tokenizer.encode(one.text)], one.text).toEqual(one.ids);
      const input = tokenizer.encodeForModel(one.text);
      expect([...input.ids]).toEqual(one.ids_with_special);
      expect([...input.typeIds]).toEqual(one.type_ids);
      expect(tokenizer.decode(one.ids, { skipSpecial: true })).toBe(one.decoded);
      const stream = createStreamDecoder(tokenizer, { skipSpecial: true });
      expect(one.ids.map((id) => stream.push(id)).join('') + stream.end()).toBe(one.decoded);
    }
  });
});
