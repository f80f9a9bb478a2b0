// Every table of fields, in the order in which docs/formats.md prints them.
import type { FieldTable } from './fieldTable';
import { SPECIAL_TOKENS_MAP, TOKENIZER_CONFIG } from './tokenizerConfig';
import { TOKENIZER_TABLES } from './tokenizerJson';

export const FORMAT_TABLES: readonly FieldTable[] = [
  ...TOKENIZER_TABLES,
  TOKENIZER_CONFIG,
  SPECIAL_TOKENS_MAP,
];
