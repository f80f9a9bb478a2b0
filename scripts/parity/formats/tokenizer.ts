// A folder's tokenizer: ids, ids with special tokens, decoding, and the same text streamed. No GPU.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openTokenizer } from '../../../src/training/io/tokenizerFiles';
import { createStreamDecoder, type Tokenizer } from '../../../src/training/tokenizers/tokenizer';
import type { Case, Prepared } from '../case';

interface TextCase {
  readonly text: string;
  readonly pair?: string;
  readonly ids?: readonly number[];
  readonly ids_with_special?: readonly number[];
  readonly type_ids?: readonly number[];
  readonly decoded?: string;
}

export const tokenizer = async ({ folder, json }: Case): Promise<Prepared> => {
  const root = path.resolve(folder, typeof json.folder === 'string' ? json.folder : '.');
  const names = readdirSync(root).filter((name) => /\.(json|txt)$/.test(name));
  const files = new Map(
    names.map((name) => [name, new Blob([readFileSync(path.join(root, name))])]),
  );
  let opened: Tokenizer;
  try {
    opened = (await openTokenizer(files)).tokenizer;
  } catch (error) {
    const isTyped = typeof (error as { code?: unknown }).code === 'string';
    if (json.or_refused === true && isTyped) return { run: () => ({ worst: 0, problems: [] }) };
    throw error;
  }
  const cases = json.cases as readonly TextCase[];
  return {
    run: () => {
      const problems = cases.flatMap((one) => check(opened, one));
      return { worst: problems.length > 0 ? Infinity : 0, problems };
    },
  };
};

function check(
  opened: Tokenizer,
  { text, pair, ids, ids_with_special, type_ids, decoded }: TextCase,
): string[] {
  const problems: string[] = [];
  const same = (what: string, got: unknown, want: unknown): void => {
    const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
    if (a !== b) problems.push(`${what} of ${JSON.stringify(text)}: ${a}, ${b} were due`);
  };
  if (ids) same('ids', [...opened.encode(text)], ids);
  const input = opened.encodeForModel?.(text, { pair });
  if (ids_with_special) same('ids with special tokens', [...(input?.ids ?? [])], ids_with_special);
  if (type_ids) same('type ids', [...(input?.typeIds ?? [])], type_ids);
  if (decoded === undefined || !ids) return problems;
  same('decoded', opened.decode(ids, { skipSpecial: true }), decoded);
  const stream = createStreamDecoder(opened, { skipSpecial: true });
  same('streamed', ids.map((id) => stream.push(id)).join('') + stream.end(), decoded);
  return problems;
}
