// Fields of a tokenizer.json that no reader knows, by the same tables: told, not overlooked.
import { walkFields, type FieldTable } from '../../formats/fieldTable';
import {
  DECODERS,
  MODELS,
  NORMALIZERS,
  POST_PROCESSORS,
  PRE_TOKENIZERS,
  TOKENIZER_JSON,
} from '../../formats/tokenizerJson';
import { isObject, type JsonObject } from './part';

type Tables = Readonly<Record<string, FieldTable>>;

const PARTS: readonly (readonly [part: string, tables: Tables, inside: string])[] = [
  ['normalizer', NORMALIZERS, 'normalizers'],
  ['pre_tokenizer', PRE_TOKENIZERS, 'pretokenizers'],
  ['model', MODELS, ''],
  ['post_processor', POST_PROCESSORS, 'processors'],
  ['decoder', DECODERS, 'decoders'],
];

/** Of a file that its readers have taken: its nesting has an end, its parts are of known types. */
export function unreadFields(json: JsonObject): string[] {
  const inParts = PARTS.flatMap(([part, tables, inside]) =>
    steps(json[part], inside).flatMap((step) => {
      const table = tables[String(step.type)];
      return table ? walkFields(table, step).unknown.map((key) => `${part}.${key}`) : [];
    }),
  );
  return [...new Set([...walkFields(TOKENIZER_JSON, json).unknown, ...inParts])];
}

function steps(part: unknown, inside: string): JsonObject[] {
  if (!isObject(part)) return [];
  const list = part[inside];
  return Array.isArray(list) ? [part, ...list.flatMap((one) => steps(one, inside))] : [part];
}
