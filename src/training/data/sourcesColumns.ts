/** From the columns of a row to a document: one text, a conversation, or a prompt with its completion. */
import type { RowOrRefusal } from './sources';

export type Row = Readonly<Record<string, unknown>>;

export type Mapping =
  | { readonly kind: 'text'; readonly column: string }
  | { readonly kind: 'messages'; readonly column: string }
  | { readonly kind: 'pair'; readonly prompt: string; readonly completion: string };

const TEXT_NAMES = ['text', 'content', 'body', 'document', 'article', 'sentence', 'review'];
const MESSAGE_NAMES = ['messages', 'conversations', 'conversation', 'dialog', 'dialogue'];
const PROMPT_NAMES = ['prompt', 'instruction', 'question', 'input'];
const COMPLETION_NAMES = ['completion', 'response', 'output', 'answer', 'target'];

export function columnsOfRows(rows: readonly Row[]): string[] {
  return [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))];
}

/** By the usual names; else the column with the longest texts. */
export function suggestMapping(columns: readonly string[], rows: readonly Row[]): Mapping | null {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => columns.filter((column) => column.toLowerCase() === name))[0];
  const messages = named(MESSAGE_NAMES);
  if (messages !== undefined) return { kind: 'messages', column: messages };
  const text = named(TEXT_NAMES);
  if (text !== undefined) return { kind: 'text', column: text };
  const [prompt, completion] = [named(PROMPT_NAMES), named(COMPLETION_NAMES)];
  if (prompt !== undefined && completion !== undefined) return { kind: 'pair', prompt, completion };
  const lengthOf = (column: string) =>
    rows.slice(0, 100).reduce((sum, row) => sum + lengthOfText(row[column]), 0);
  const longest = columns.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  return longest === undefined ? null : { kind: 'text', column: longest };
}

const lengthOfText = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

type Refusal = Exclude<RowOrRefusal, { row: Row }>;

export function documentOf(row: Row, mapping: Mapping | null): string | Refusal {
  const refuse = (code: Refusal['code']): Refusal => ({ code, excerpt: excerptOf(row) });
  if (!mapping) return refuse('missing_column');
  if (mapping.kind === 'pair') {
    const [prompt, completion] = [row[mapping.prompt], row[mapping.completion]];
    if (prompt == null || completion == null) return refuse('missing_column');
    if (typeof prompt !== 'string' || typeof completion !== 'string') return refuse('not_text');
    return completion.trim() === '' ? refuse('empty') : joined(prompt, completion);
  }
  const value = row[mapping.column];
  if (value == null) return refuse('missing_column');
  if (mapping.kind === 'messages') return conversation(value) ?? refuse('bad_messages');
  if (typeof value !== 'string') return refuse('not_text');
  return value.trim() === '' ? refuse('empty') : value;
}

/** A prompt that ends in white space says itself how the completion follows. */
const joined = (prompt: string, completion: string): string =>
  prompt === '' || /\s$/.test(prompt) || /^\s/.test(completion)
    ? prompt + completion
    : `${prompt}\n${completion}`;

/** `role: content` a line; ShareGPT's `from` and `value` say the same. */
function conversation(value: unknown): string | null {
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  const turns = list.map((message: unknown) => {
    if (typeof message !== 'object' || message === null) return null;
    const { role, content, from, value: said } = message as Record<string, unknown>;
    const [who, words] = [role ?? from, content ?? said];
    return typeof who === 'string' && typeof words === 'string' ? `${who}: ${words}` : null;
  });
  return turns.includes(null) ? null : turns.join('\n');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function excerptOf(row: Row): string {
  // Parquet has integers of 64 bits, which JSON does not know.
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
