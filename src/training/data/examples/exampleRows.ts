// Examples out of the rows of a file, by columns that were mapped by hand. The whole file is read; of more
// rows than are kept each has the same chance. What was left out is counted by its reason.
import type { Metric } from '../../evaluate/benchmarkMetrics';
import type { Remark } from '../../formats/remark';
import type { ClassNames } from './classNames';
import { isBlank, plainText } from '../tables/cellText';
import { lastAnswer, turnsOf } from '../corpora/conversation';
import type { ExampleMapping } from './exampleColumns';
import type { Example } from './examples';
import { MOST_HELD_OUT, textKey } from './examples';
import {
  areTooMany,
  classesOf,
  hiddenLabels,
  labelCell,
  noScores,
  labelFault,
  type LabelCount,
} from './labels';
import { DataError } from '../errors';
import { Reservoir } from '../sources/reservoir';
import { readRows } from '../sources/sources';
import { isUnwanted } from './preference';
import { filledCells, promptAndAnswer } from '../sources/columns';
import type { RefusedCode, Row, RowReading, Source } from '../sources/types';

export type LeftReason =
  | RefusedCode
  | 'no_text'
  | 'no_label'
  | 'no_number'
  | 'hidden_label'
  | 'no_pair';

export interface FoundExamples {
  /** Of the file. */
  readonly name: string;
  /** Empty: prompts with answers. One: a quantity. */
  readonly labels: readonly string[];
  readonly examples: readonly Example[];
  /** Of a split of its own; otherwise a share of the examples is held out. */
  readonly heldOut?: readonly Example[] | undefined;
  /** Of that split: more than `heldOut` where a sample was drawn. */
  readonly usableHeldOut?: number | undefined;
  /** Of the examples, by label. */
  readonly counts: readonly number[];
  /** Rows of the whole file. */
  readonly rows: number;
  /** Rows that would be examples: more than `examples` where a sample was drawn. */
  readonly usable: number;
  /** Rows without a text or a result. */
  readonly left: number;
  readonly leftOut: Readonly<Partial<Record<LeftReason, number>>>;
  readonly remarks: readonly Remark[];
  /** What the benchmark reports, where it is one. */
  readonly metrics?: readonly Metric[] | undefined;
}

/** Nobody tunes a model in a tab on more. */
const MOST_EXAMPLES = 20_000;
const SAMPLE_SEED = 1;

export interface ExampleOptions {
  readonly signal?: AbortSignal | undefined;
  readonly classNames?: ClassNames | undefined;
  /** Examples to keep of each split. */
  readonly limit?: number | undefined;
  /** The split to be measured on, laid out as the source is. */
  readonly heldOut?: Source | undefined;
}

/** `key`: of its class; null for answers. */
interface Drawn {
  readonly text: string;
  readonly second?: string | undefined;
  readonly rejected?: string | undefined;
  readonly score?: number | undefined;
  readonly key: string | null;
}

/**
 * @throws BenchtopError too_few_labels | no_two_classes | too_many_labels | regression_labels | multi_label | not_a_label,
 * DataError
 */
export async function readExamples(
  source: Source,
  reading: RowReading,
  mapping: ExampleMapping,
  { signal, classNames, limit = MOST_EXAMPLES, heldOut }: ExampleOptions = {},
): Promise<FoundExamples> {
  const counts = new Map<string, LabelCount>();
  const drawing = { mapping, counts, limit, signal };
  const learned = await drawExamples(source, reading, drawing);
  const measured =
    heldOut && (await drawExamples(heldOut, reading, { ...drawing, limit: MOST_HELD_OUT }));
  const { name } = source;
  if (mapping.kind === 'scores') return { name, ...withScores(learned, mapping, measured) };
  if (mapping.kind !== 'classes') return { name, ...withAnswers(learned, measured) };
  const names = classNames?.[mapping.result];
  return { name, ...withClasses(learned, mapping, counts, names, measured) };
}

interface Drawing extends Pick<ExampleOptions, 'signal'> {
  readonly mapping: ExampleMapping;
  /** Of all that is read: splits share their classes. */
  readonly counts: Map<string, LabelCount>;
  readonly limit: number;
}

async function drawExamples(
  source: Source,
  reading: RowReading,
  { mapping, counts, limit, signal }: Drawing,
): Promise<Made> {
  const drawn = new Reservoir<Drawn>(limit, SAMPLE_SEED);
  const leftOut: Partial<Record<LeftReason, number>> = {};
  const seen = new Map<string, number>();
  let rowCount = 0;
  for await (const { rows } of readRows(source, reading, signal ? { signal } : {})) {
    for (const found of rows) {
      rowCount += 1;
      const example = 'row' in found ? drawnOf(found.row, mapping, counts) : found.code;
      if (typeof example === 'string') leftOut[example] = (leftOut[example] ?? 0) + 1;
      else {
        drawn.add(example);
        if (example.key !== null) seen.set(example.key, (seen.get(example.key) ?? 0) + 1);
      }
    }
    // Too many to be classes: the sentence is the same for the rest of the file.
    if (areTooMany(counts)) break;
  }
  if (rowCount === 0) throw new DataError('no_data_rows', { name: source.name });
  return { drawn: drawn.items(), seen, usable: drawn.seen, rows: rowCount, leftOut };
}

/** Counts the class; a reason where the row is no example. */
function drawnOf(
  row: Row,
  mapping: ExampleMapping,
  counts: Map<string, LabelCount>,
): Drawn | LeftReason {
  const { text: textColumns, second: secondColumn, result, kind } = mapping;
  if (kind === 'preferences') return pairOf(row, mapping);
  if (kind !== 'classes' && isUnwanted(row)) return 'not_wanted';
  if (kind === 'messages') return conversationOf(row, textColumns, result);
  if (kind === 'answers') {
    return answerOf(row, textColumns, result);
  }
  const cells = filledCells(row, textColumns);
  const others = secondColumn === undefined ? [] : filledCells(row, [secondColumn]);
  if (cells === null || others === null) return 'not_text';
  const text = cells.join('\n\n').trim();
  // A pair without its other text is another question.
  const isHalf = secondColumn !== undefined && isBlank(row[secondColumn]);
  if (text === '' || isHalf) return 'no_text';
  const pair = secondColumn !== undefined && { second: others[0]?.trim() ?? '' };
  if (kind === 'scores') {
    const score = scoreOf(row[result]);
    return typeof score === 'string' ? score : { text, score, key: null, ...pair };
  }
  const cell = labelCell(row[result]);
  if (cell.kind === 'fault') throw labelFault(cell.code, result);
  if (cell.kind === 'missing') return 'no_label';
  const { key, name } = cell;
  const known = counts.get(key);
  if (known) known.count += 1;
  else counts.set(key, { name, count: 1 });
  return { text, key, ...pair };
}

/** A number, or one as it is written. */
function scoreOf(value: unknown): number | LeftReason {
  const text = plainText(value)?.trim() ?? '';
  if (text === '') return 'no_label';
  const score = Number(text);
  return Number.isFinite(score) ? score : 'no_number';
}

function answerOf(row: Row, prompt: readonly string[], column: string): Drawn | LeftReason {
  const made = promptAndAnswer(row, prompt, column);
  if (typeof made === 'string') return made;
  if (made.prompt.trim() === '') return 'no_text';
  return { text: made.prompt.trim(), second: made.answer.trim(), key: null };
}

/** Both completions of one prompt; the rejected one is read as the chosen one is, in its place. */
function pairOf(
  row: Row,
  { text, result, second = 'rejected' }: ExampleMapping,
): Drawn | LeftReason {
  const chosen = answerOf(row, text, result);
  if (typeof chosen === 'string') return chosen;
  const rejected = answerOf({ ...row, [result]: row[second], [second]: row[result] }, text, result);
  if (typeof rejected === 'string') return rejected;
  if (chosen.text !== rejected.text || chosen.second === rejected.second) return 'no_pair';
  return { ...chosen, rejected: rejected.second };
}

function conversationOf(row: Row, before: readonly string[], column: string): Drawn | LeftReason {
  const value = row[column];
  if (value === undefined) return 'missing_column';
  if (value === null) return 'no_value';
  const turns = turnsOf(value);
  if (typeof turns === 'string') return turns;
  const found = lastAnswer(turns);
  if (typeof found === 'string') return found;
  const cells = filledCells(row, before);
  if (cells === null) return 'not_text';
  const text = [...cells, found.prompt].join('\n\n').trim();
  const second = found.answer.trim();
  if (text === '') return 'no_text';
  return second === '' ? 'empty' : { text, second, key: null };
}

interface Made {
  readonly drawn: readonly Drawn[];
  /** Rows by the key of their class. */
  readonly seen: ReadonlyMap<string, number>;
  readonly usable: number;
  readonly rows: number;
  readonly leftOut: Partial<Record<LeftReason, number>>;
}

function withClasses(
  { drawn, usable, rows, leftOut, seen }: Made,
  { result }: ExampleMapping,
  counts: ReadonlyMap<string, LabelCount>,
  named: readonly string[] | undefined,
  measured: Made | undefined,
): Omit<FoundExamples, 'name'> {
  const { keys, names, remarks, isHidden } = classesOf(result, counts, named, {
    rows,
    left: totalOf(leftOut),
  });
  const indices = new Map(keys.map((key, index) => [key, index]));
  const labeled = (list: readonly Drawn[]): Example[] =>
    list.flatMap(({ text, second, key }): Example[] => {
      const label = indices.get(key ?? '');
      return label === undefined ? [] : [{ text, label, ...(second !== undefined && { second }) }];
    });
  const hidden = [...seen].reduce((sum, [key, count]) => sum + (isHidden(key) ? count : 0), 0);
  const examples = labeled(drawn);
  const heldOut = measured ? labeled(measured.drawn) : [];
  if (measured && heldOut.length === 0) throw hiddenLabels(result);
  const all = hidden > 0 ? { ...leftOut, hidden_label: hidden } : leftOut;
  return {
    labels: names,
    examples,
    ...(measured && { heldOut, usableHeldOut: measured.usable }),
    counts: keys.map((_, index) => examples.filter(({ label }) => label === index).length),
    rows,
    usable: usable - hidden,
    left: totalOf(all),
    leftOut: all,
    remarks: [...remarks, ...repetitions(examples, true)],
  };
}

/** @throws BenchtopError no_scores */
function withScores(
  { drawn, usable, rows, leftOut }: Made,
  { result }: ExampleMapping,
  measured: Made | undefined,
): Omit<FoundExamples, 'name'> {
  const scored = (list: readonly Drawn[]): Example[] =>
    list.map(({ text, second, score }) => ({
      text,
      label: 0,
      score,
      ...(second !== undefined && { second }),
    }));
  const examples = scored(drawn);
  const heldOut = measured && scored(measured.drawn);
  const isConstant = examples.every(({ score }) => score === examples[0]?.score);
  if (isConstant || heldOut?.length === 0) throw noScores(result);
  return {
    labels: [result],
    examples,
    ...(measured && { heldOut, usableHeldOut: measured.usable }),
    counts: [examples.length],
    rows,
    usable,
    left: totalOf(leftOut),
    leftOut,
    remarks: [],
    metrics: ['pearson', 'spearman'],
  };
}

function withAnswers(
  { drawn, usable, rows, leftOut }: Made,
  measured: Made | undefined,
): Omit<FoundExamples, 'name'> {
  const answers = (list: readonly Drawn[]): Example[] =>
    list.map(({ text, second, rejected }) => ({
      text,
      second,
      label: 0,
      ...(rejected !== undefined && { rejected }),
    }));
  const examples = answers(drawn);
  return {
    labels: [],
    examples,
    ...(measured && { heldOut: answers(measured.drawn), usableHeldOut: measured.usable }),
    counts: [],
    rows,
    usable,
    left: totalOf(leftOut),
    leftOut,
    remarks: repetitions(examples, false),
  };
}

const totalOf = (leftOut: Readonly<Partial<Record<LeftReason, number>>>): number =>
  Object.values(leftOut).reduce((sum, count) => sum + count, 0);

/** Texts that stand there more than once, and those of them that have different classes. */
function repetitions(examples: readonly Example[], hasClasses: boolean): Remark[] {
  const labels = new Map<string, Set<number>>();
  for (const example of examples) {
    const key = textKey(example, hasClasses);
    labels.set(key, (labels.get(key) ?? new Set()).add(example.label));
  }
  const repeated = examples.length - labels.size;
  const conflicts = [...labels.values()].filter(({ size }) => size > 1).length;
  return [
    ...(repeated > 0 ? [{ code: 'repeated_texts', fields: { count: repeated } } as const] : []),
    ...(conflicts > 0
      ? [{ code: 'conflicting_labels', fields: { count: conflicts } } as const]
      : []),
  ];
}
