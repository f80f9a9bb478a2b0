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
import { isObject, type JsonObject } from './component';

type Tables = Readonly<Record<string, FieldTable>>;

const COMPONENTS: readonly (readonly [component: string, tables: Tables, inside: string])[] = [
  ['normalizer', NORMALIZERS, 'normalizers'],
  ['pre_tokenizer', PRE_TOKENIZERS, 'pretokenizers'],
  ['model', MODELS, ''],
  ['post_processor', POST_PROCESSORS, 'processors'],
  ['decoder', DECODERS, 'decoders'],
];

/** Of a file that its readers have taken: its nesting has an end, its components are of known types. */
export function unreadFields(json: JsonObject): string[] {
  const inComponents = COMPONENTS.flatMap(([component, tables, inside]) =>
    steps(json[component], inside).flatMap((step) => {
      const table = tables[String(step.type)];
      return table ? walkFields(table, step).unknown.map((key) => `${component}.${key}`) : [];
    }),
  );
  return [...new Set([...walkFields(TOKENIZER_JSON, json).unknown, ...inComponents])];
}

function steps(component: unknown, inside: string): JsonObject[] {
  if (!isObject(component)) return [];
  const list = component[inside];
  return Array.isArray(list)
    ? [component, ...list.flatMap((one) => steps(one, inside))]
    : [component];
}
