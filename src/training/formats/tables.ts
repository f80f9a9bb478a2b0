// Every table of fields, in the order in which docs/formats.md prints them.
import { JSON_FORMS, PARQUET_TYPES, SHAPES_OF_ROWS, TABLE_FORMS } from './dataFormats';
import type { FieldTable } from './fieldTable';
import { TRAINING_ARGUMENTS_TABLE } from './trainingArguments';

export const FORMAT_TABLES: readonly FieldTable[] = [
  TRAINING_ARGUMENTS_TABLE,
  TABLE_FORMS,
  JSON_FORMS,
  PARQUET_TYPES,
  SHAPES_OF_ROWS,
];
