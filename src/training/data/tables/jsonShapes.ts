// One JSON object that holds rows: which form it has, and the rows. The forms are those of pandas.to_json
// (orient, also of a Series), Dataset.to_dict, SQuAD, the hub's /rows, and a list under a key.
import type { Remark } from '../../formats/remark';
import type { Row } from '../sources/types';

export interface ObjectRows {
  readonly rows: readonly Row[];
  readonly remarks: readonly Remark[];
}

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isObjects = (value: unknown): value is readonly Values[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);
const isMessages = (list: readonly Values[]): boolean =>
  list.every((one) => 'role' in one || ('from' in one && 'value' in one));

/** Keys under which rows stand, the likeliest first. */
const ROW_KEYS = [
  'data',
  'rows',
  'examples',
  'train',
  'instances',
  'records',
  'items',
  'questions',
  'validation',
  'dev',
  'test',
];

/** `element`: of a list, where only wrapped rows are looked for. Null: the object is a row itself. */
export function rowsOfObject(value: Values, where: 'file' | 'element'): ObjectRows | null {
  if (Array.isArray(value.paragraphs)) return plain(squadRows(value));
  if (isObject(value.row) && ('row_idx' in value || Object.keys(value).length === 1)) {
    return plain([withoutTruncated(value.row, value.truncated_cells)]);
  }
  if (where === 'element') return null;
  return (
    splitOrient(value) ??
    seriesOrient(value) ??
    tableOrient(value) ??
    listUnderKey(value) ??
    columnsOrient(value)
  );
}

/** The hub's /rows and /first-rows name the cells that they cut short: those are not there. */
function withoutTruncated(row: Values, names: unknown): Row {
  if (!Array.isArray(names) || names.length === 0) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, names.includes(name) ? null : cell]),
  );
}

const plain = (rows: readonly Row[]): ObjectRows => ({ rows, remarks: [] });

/** `{title, paragraphs: [{context, qas: [{id, question, answers, is_impossible}]}]}` */
function squadRows({ title, paragraphs }: Values): Row[] {
  return (paragraphs as readonly unknown[]).flatMap((paragraph) => {
    if (!isObject(paragraph) || !Array.isArray(paragraph.qas)) return [];
    const { context } = paragraph;
    return paragraph.qas.filter(isObject).map((qa): Row => {
      const { id, question, answers, is_impossible: isImpossible } = qa;
      const list = Array.isArray(answers) ? answers.filter(isObject) : [];
      const found = {
        text: list.map(({ text }) => text),
        answer_start: list.map(({ answer_start: start }) => start),
      };
      return {
        id,
        ...(title !== undefined && { title }),
        context,
        question,
        answers: found,
        ...(isImpossible !== undefined && { is_impossible: isImpossible }),
      };
    });
  });
}

const isNames = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');

/** `{columns: [...], index: [...], data: [[...], ...]}` */
function splitOrient({ columns, data }: Values): ObjectRows | null {
  if (!isNames(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return null;
  const rows = (data as unknown[][]).map((cells) =>
    Object.fromEntries(columns.map((name, i) => [String(name), cells[i]])),
  );
  return plain(rows);
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** One column, as pandas writes a Series: `{name, index: […], data: […]}` or `{"0": …, "1": …}`. */
function seriesOrient(value: Values): ObjectRows | null {
  const { name, index, data } = value;
  if (Array.isArray(index) && Array.isArray(data) && index.length === data.length) {
    if (!('name' in value) || !data.every(isPlain)) return null;
    const column = typeof name === 'string' ? name : 'text';
    return plain(data.map((cell: unknown) => ({ [column]: cell })));
  }
  const keys = Object.keys(value);
  const isNumbered = keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
  if (!isNumbered || !Object.values(value).every(isPlain)) return null;
  return plain(Object.values(value).map((text) => ({ text })));
}

/** `{schema: {fields, primaryKey}, data: [{...}]}`: the primary key is the index, not a column. */
function tableOrient({ schema, data }: Values): ObjectRows | null {
  if (!isObject(schema) || !isObjects(data)) return null;
  const keys = isNames(schema.primaryKey) ? schema.primaryKey.map(String) : [];
  const rows = data.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !keys.includes(name))),
  );
  return plain(rows);
}

/** Rows under a key. Other lists of objects beside it are reported. */
function listUnderKey(value: Values): ObjectRows | null {
  const lists = Object.entries(value).filter(
    (entry): entry is [string, readonly Values[]] => isObjects(entry[1]) && !isMessages(entry[1]),
  );
  if (lists.length === 0) return null;
  const named = ROW_KEYS.flatMap((key) => lists.filter(([name]) => name.toLowerCase() === key))[0];
  const chosen = named ?? (lists.length === 1 ? lists[0] : undefined);
  if (!chosen) return null;
  const [key, list] = chosen;
  // A field that is a list of objects beside others makes a row, not a file of rows.
  if (!named && Object.keys(value).length > 3) return null;
  const rows = list.flatMap((one) => rowsOfObject(one, 'element')?.rows ?? [one]);
  const others = lists.filter(([name]) => name !== key && !(key === 'rows' && name === 'features'));
  const remarks: Remark[] = [{ code: 'assumed', fields: { what: 'rows_key', value: key } }];
  if (others.length > 0) {
    const left = others.map(([name, { length }]) => `${name} (${length})`).join(', ');
    remarks.push({ code: 'left_lists', fields: { key, left } });
  }
  return { rows, remarks };
}

/** `{text: {"0": …}, label: {…}}`, `{"0": {text, label}, …}` or `{text: […], label: […]}`. */
function columnsOrient(value: Values): ObjectRows | null {
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  if (entries.every(([, cells]) => isPlainList(cells))) return columnLists(entries);
  if (!entries.every(([, cells]) => isObject(cells))) return null;
  const inner = entries.map(([, cells]) => Object.keys(cells as Values));
  const [first] = inner;
  if (!first || first.length === 0) return null;
  const isSame = inner.every((keys) => keys.length === first.length);
  const isIndex = (keys: readonly string[]): boolean => keys.every((key) => /^\d+$/.test(key));
  if (isSame && isIndex(first)) {
    const rows = first.map((key) =>
      Object.fromEntries(entries.map(([name, cells]) => [name, (cells as Values)[key]])),
    );
    return plain(rows);
  }
  // pandas' default reading would take the outer keys for columns: they are reported.
  const rows = entries.map(([, row]) => row as Row);
  if (isIndex(entries.map(([key]) => key))) return plain(rows);
  if (entries.length < 2) return null;
  const remark: Remark = {
    code: 'assumed',
    fields: { what: 'rows_by_key', value: entries[0]![0] },
  };
  return { rows, remarks: [remark] };
}

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0;

function columnLists(entries: readonly [string, unknown][]): ObjectRows | null {
  const lists = entries as readonly [string, readonly unknown[]][];
  const length = lists[0]![1].length;
  if (lists.some(([, cells]) => cells.length !== length)) return null;
  if (lists.length === 1 && isMessageList(lists[0]![1])) return null;
  const rows = Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, cells]) => [name, cells[i]])),
  );
  const remark: Remark = {
    code: 'assumed',
    fields: { what: 'lists_are_columns', value: lists[0]![0] },
  };
  return { rows, remarks: [remark] };
}

const isMessageList = (list: readonly unknown[]): boolean => isObjects(list) && isMessages(list);
