// Every table of fields, in the order in which docs/formats.md prints them.
import type { FieldTable } from './fieldTable';
import { TRAINING_ARGUMENTS_TABLE } from './trainingArguments';

export const FORMAT_TABLES: readonly FieldTable[] = [TRAINING_ARGUMENTS_TABLE];
