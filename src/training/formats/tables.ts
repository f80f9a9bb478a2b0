// Every table of fields, in the order in which docs/formats.md prints them.
import type { FieldTable } from './fieldTable';
import { ADAPTER_FIELDS } from './peft';

export const FORMAT_TABLES: readonly FieldTable[] = [ADAPTER_FIELDS];
