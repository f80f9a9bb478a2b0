// Every table of fields, in the order in which docs/formats.md prints them.
import { GPT2_TABLE, RECURRENT_TABLE } from './configDecoders';
import { BERT_TABLE, DISTILBERT_TABLE, T5_TABLE } from './configEncoders';
import {
  GEMMA3_TABLE,
  LLAMA_TABLE,
  MISTRAL_TABLE,
  QWEN2_TABLE,
  QWEN3_TABLE,
  SMOLLM3_TABLE,
} from './configLlama';
import { ROPE_TABLE } from './configRope';
import { JSON_FORMS, PARQUET_TYPES, SHAPES_OF_ROWS, TABLE_FORMS } from './dataFormats';
import type { FieldTable } from './fieldTable';
import { GENERATION_TABLE } from './generationConfig';
import { ADAPTER_FIELDS } from './peft';
import { QUANTIZATION_TABLES } from './quantization';
import { SPECIAL_TOKENS_MAP, TOKENIZER_CONFIG } from './tokenizerConfig';
import { TOKENIZER_TABLES } from './tokenizerJson';
import { TRAINING_ARGUMENTS_TABLE } from './trainingArguments';

export const FORMAT_TABLES: readonly FieldTable[] = [
  GPT2_TABLE,
  LLAMA_TABLE,
  QWEN2_TABLE,
  QWEN3_TABLE,
  MISTRAL_TABLE,
  SMOLLM3_TABLE,
  GEMMA3_TABLE,
  ROPE_TABLE,
  BERT_TABLE,
  DISTILBERT_TABLE,
  T5_TABLE,
  RECURRENT_TABLE,
  ...QUANTIZATION_TABLES,
  GENERATION_TABLE,
  ...TOKENIZER_TABLES,
  TOKENIZER_CONFIG,
  SPECIAL_TOKENS_MAP,
  ADAPTER_FIELDS,
  TRAINING_ARGUMENTS_TABLE,
  TABLE_FORMS,
  JSON_FORMS,
  PARQUET_TYPES,
  SHAPES_OF_ROWS,
];
