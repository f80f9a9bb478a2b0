// Every table of fields, in the order in which docs/formats.md prints them.
import {
  GPT2_TABLE,
  LLAMA_TABLE,
  QWEN2_TABLE,
  RECURRENT_TABLE,
  ROPE_TABLE,
} from './configDecoders';
import { BERT_TABLE, DISTILBERT_TABLE, T5_TABLE } from './configEncoders';
import type { FieldTable } from './fieldTable';
import { GENERATION_TABLE } from './generationConfig';

export const FORMAT_TABLES: readonly FieldTable[] = [
  GPT2_TABLE,
  LLAMA_TABLE,
  QWEN2_TABLE,
  ROPE_TABLE,
  BERT_TABLE,
  DISTILBERT_TABLE,
  T5_TABLE,
  RECURRENT_TABLE,
  GENERATION_TABLE,
];
