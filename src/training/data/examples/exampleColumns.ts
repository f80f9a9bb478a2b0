// Which columns of a table hold examples. Apart from reading them, which brings decoders that no page may run.
import type { RowShape, ShapeUse } from '../../formats/rows/rowShape';
import { columnNamed, shapeOf } from '../../formats/rowShapes';
import { fitsRows, isIndexColumn, longestColumn, presentColumns } from '../sources/columns';
import type { Row } from '../sources/types';

export interface ExampleMapping {
  /** Columns of the text or the prompt, in the order in which they are put together. */
  readonly text: readonly string[];
  /** The other text of a pair, or the answer that is not preferred. */
  readonly second?: string | undefined;
  /** The column of the class, of the answer, or of the conversation that ends with the answer. */
  readonly result: string;
  readonly kind: 'classes' | 'scores' | 'answers' | 'messages' | 'preferences';
}

const LABELS =
  'label|labels|sentiment|class|polarity|gold_label|label_text|category|target|stance|emotion|feeling|intent|score|rating|stars';
const TEXTS =
  'text|sentence|review|content|tweet|comment|premise|question|prompt|body|headline|title';

const isExample = ({ kind }: ShapeUse): boolean =>
  kind === 'messages' || kind === 'answer' || kind === 'classes';

/**
 * By the shapes of known data sets; else a column of few values is the class and the longest texts are the
 * text. Null where there are not two columns for it.
 */
export function suggestExampleMapping(
  columns: readonly string[],
  rows: readonly Row[] = [],
): ExampleMapping | null {
  const shape = shapeOf(columns, (use) => isExample(use) && fitsRows(use, columns, rows));
  if (shape) return mappingOf(shape, columns, rows);
  const usable = columns.filter((column) => !isIndexColumn(column));
  if (usable.length < 2) return null;
  const result = columnNamed(usable, LABELS) ?? fewestValues(usable, rows) ?? usable.at(-1)!;
  const rest = usable.filter((column) => column !== result);
  const text = columnNamed(rest, TEXTS) ?? longestColumn(rest, rows) ?? rest[0]!;
  return { text: [text], result, kind: 'classes' };
}

/** The same columns as preference pairs: the other answer by TRL's name, else what is there besides. */
export const asPreferences = (
  { text, result, second }: ExampleMapping,
  columns: readonly string[],
): ExampleMapping => ({
  text,
  result,
  second:
    second ??
    columnNamed(columns, 'rejected') ??
    columns.find((name) => name !== result && !text.includes(name)),
  kind: 'preferences',
});

function mappingOf(
  { use }: RowShape,
  columns: readonly string[],
  rows: readonly Row[],
): ExampleMapping | null {
  switch (use.kind) {
    case 'messages': {
      const text = presentColumns(columns, use.before ?? []);
      return { text, result: columnNamed(columns, use.messages)!, kind: 'messages' };
    }
    case 'answer': {
      const text = presentColumns(columns, use.prompt);
      const result = columnNamed(columns, use.answer)!;
      return truthOf(columns, result, rows) ?? { text, result, kind: 'answers' };
    }
    case 'classes': {
      const second = use.pair === undefined ? undefined : columnNamed(columns, use.pair);
      return {
        text: [columnNamed(columns, use.text)!],
        ...(second !== undefined && { second }),
        result: columnNamed(columns, use.label)!,
        kind: 'classes',
      };
    }
    case 'text':
    case 'choices':
      return null;
  }
}

/** BoolQ: an answer that is true or false is a class of question and passage. */
function truthOf(
  columns: readonly string[],
  result: string,
  rows: readonly Row[],
): ExampleMapping | null {
  const [question, passage] = [columnNamed(columns, 'question'), columnNamed(columns, 'passage')];
  if (question === undefined || passage === undefined || rows.length === 0) return null;
  if (!rows.every((row) => typeof row[result] === 'boolean')) return null;
  return { text: [question], second: passage, result, kind: 'classes' };
}

/** The column whose values come again most; undefined where none does. */
function fewestValues(columns: readonly string[], rows: readonly Row[]): string | undefined {
  if (rows.length < 3) return undefined;
  const counts = columns.map((column) => ({
    column,
    count: new Set(rows.map((row) => String(row[column]))).size,
  }));
  const [best] = counts
    .filter(({ count }) => count > 1 && count < rows.length)
    .toSorted((a, b) => a.count - b.count);
  return best?.column;
}

/** Columns that a mapping does not read; indices need no word. */
export function unusedExampleColumns(
  columns: readonly string[],
  { text, second, result }: ExampleMapping,
): string[] {
  return columns.filter(
    (column) =>
      !text.includes(column) && column !== second && column !== result && !isIndexColumn(column),
  );
}
