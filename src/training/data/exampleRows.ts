// Examples out of the rows of a file, by columns that were mapped by hand.
import { BenchtopError } from '../../gpu/errors';
import type { ExampleMapping } from './exampleColumns';
import type { Example } from './examples';
import { readRows, type Source, type SourceFormat } from './sources';
import type { Row } from './sourcesColumns';

export interface FoundExamples {
  readonly labels: readonly string[];
  readonly examples: readonly Example[];
  /** Rows without a text or a result. */
  readonly left: number;
}

/** Nobody tunes a model in a tab on more. */
const MOST_EXAMPLES = 20_000;
const MOST_LABELS = 64;

/** A cell as text; undefined where it says nothing. */
function textOf(row: Row, column: string): string | undefined {
  const value = row[column];
  const isSaid =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const text = isSaid ? String(value).trim() : typeof value === 'boolean' ? String(value) : '';
  return text === '' ? undefined : text;
}

/** @throws BenchtopError too_few_labels | too_many_labels, DataError */
export async function readExamples(
  source: Source,
  format: SourceFormat,
  mapping: ExampleMapping,
  signal?: AbortSignal,
): Promise<FoundExamples> {
  const ids = new Map<string, number>();
  const examples: Example[] = [];
  let left = 0;
  for await (const { rows } of readRows(source, format, signal ? { signal } : {})) {
    for (const found of rows) {
      const example = 'row' in found ? exampleOf(found.row, mapping, ids) : undefined;
      if (example) examples.push(example);
      else left += 1;
    }
    if (ids.size > MOST_LABELS) {
      const fields = { column: mapping.result, most: MOST_LABELS };
      throw new BenchtopError(
        'too_many_labels',
        `${mapping.result} has more than ${MOST_LABELS} values: it is no column of classes.`,
        fields,
      );
    }
    if (examples.length >= MOST_EXAMPLES) break;
  }
  if (mapping.kind === 'classes' && ids.size < 2) {
    const fields = { column: mapping.result };
    throw new BenchtopError(
      'too_few_labels',
      `${mapping.result} has fewer than two values: there is nothing to tell apart.`,
      fields,
    );
  }
  return { ...sorted([...ids.keys()], examples.slice(0, MOST_EXAMPLES)), left };
}

function exampleOf(
  row: Row,
  { text: textColumn, second: secondColumn, result: resultColumn, kind }: ExampleMapping,
  ids: Map<string, number>,
): Example | undefined {
  const text = textOf(row, textColumn);
  const result = textOf(row, resultColumn);
  if (text === undefined || result === undefined) return undefined;
  if (kind === 'answers') return { text, second: result, label: 0 };
  const second = secondColumn === undefined ? undefined : textOf(row, secondColumn);
  if (!ids.has(result)) ids.set(result, ids.size);
  return { text, label: ids.get(result)!, ...(second !== undefined && { second }) };
}

/** Labels in their order, so that they do not depend on which row comes first. */
function sorted(
  names: readonly string[],
  examples: readonly Example[],
): Pick<FoundExamples, 'labels' | 'examples'> {
  const labels = names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const places = names.map((name) => labels.indexOf(name));
  return {
    labels,
    examples: examples.map((one) => ({ ...one, label: places[one.label] ?? 0 })),
  };
}
