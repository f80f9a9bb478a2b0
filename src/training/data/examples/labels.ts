// Labels as pandas, datasets and spreadsheets write them: what is no label, which spellings mean one class,
// and which columns are no classes at all.
import { BenchtopError } from '../../../gpu/errors';
import type { Remark } from '../../formats/remark';
import { plainText } from '../tables/cellText';

/** What a cell of the label's column holds; `name` is its spelling without blanks around it. */
export type LabelCell =
  | { readonly kind: 'label'; readonly key: string; readonly name: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'fault'; readonly code: LabelFault };

type LabelFault = 'multi_label' | 'listed_label' | 'not_a_label';

/** As pandas' `keep_default_na`, MySQL's `\N` and the errors of spreadsheets; JSON and parquet hold strings. */
const MISSING =
  /^(?:|#N\/A|#N\/A N\/A|#NA|-?nan|-?NaN|<NA>|N\/A|NA|NULL|None|n\/a|null|NaT|\\N|#REF!|#VALUE!|#DIV\/0!|#NAME\?|#NULL!|#NUM!)$/;
const WHOLE = /^([+-]?\d+)(?:\.0*)?$/;
/** As numpy.savetxt writes every number. */
const SCIENTIFIC = /^[+-]?\d(?:\.\d*)?e[+-]?\d+$/i;
const TRUTH = /^(?:true|false)$/i;

export function labelCell(value: unknown): LabelCell {
  if (value === null || value === undefined) return { kind: 'missing' };
  if (Array.isArray(value))
    return { kind: 'fault', code: value.length === 1 ? 'listed_label' : 'multi_label' };
  const text = plainText(value)?.trim();
  if (text === undefined) return { kind: 'fault', code: 'not_a_label' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'missing' };
  if (MISSING.test(text)) return { kind: 'missing' };
  if (/^\[[^,]+\]$/s.test(text)) return { kind: 'fault', code: 'listed_label' };
  if (/^\[.*\]$/s.test(text)) return { kind: 'fault', code: 'multi_label' };
  const whole = WHOLE.exec(text)?.[1] ?? wholeOf(text);
  if (whole !== undefined) {
    const name = whole.replace(/^\+|^-(?=0+$)/, '');
    return { kind: 'label', key: String(BigInt(name)), name };
  }
  const key = TRUTH.test(text) ? text.toLowerCase() : text;
  return { kind: 'label', key, name: text };
}

function wholeOf(text: string): string | undefined {
  const value = SCIENTIFIC.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** `-1` of GLUE's test sets and of SNLI. */
const HIDDEN = '-1';
/** SNLI's mark of a pair on which the annotators did not agree; beside a plus it is a class. */
const UNDECIDED = '-';
/** Columns in which -1 is a class like 0 and 1: the convention is one of columns that are called label. */
const SIGNED = /^(?!.*label)|sentiment|polarity|stance|direction|sign/i;

export interface LabelCount {
  readonly name: string;
  count: number;
}

export interface Classes {
  /** Keys in the order of their numbers or letters. */
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly remarks: readonly Remark[];
  readonly isHidden: (key: string) => boolean;
}

const MOST_LABELS = 64;

const FAULTS: Readonly<Record<LabelFault, string>> = {
  multi_label: 'holds lists: multi-label rows are not supported.',
  listed_label:
    "holds lists. Where each has one label, write the label itself: df['label'] = df['label'].str[0] in pandas.",
  not_a_label: 'holds objects, which are no classes.',
};

export const labelFault = (code: LabelFault, column: string): BenchtopError =>
  new BenchtopError(code, `${column} ${FAULTS[code]}`, { column });

/** More values than any column of classes has: reading need not go on. */
export const areTooMany = (counts: ReadonlyMap<string, LabelCount>): boolean =>
  counts.size > 4 * MOST_LABELS;

/**
 * From the values of the whole column. `named`: what the file calls class 0, 1, …
 * @throws BenchtopError regression_labels | too_many_labels | too_few_labels | no_two_classes | multi_label
 */
export function classesOf(
  column: string,
  counts: ReadonlyMap<string, LabelCount>,
  named: readonly string[] | undefined,
  { rows, left: leftOut }: { readonly rows: number; readonly left: number },
): Classes {
  const isHidden = hiddenRule(column, counts);
  const keys = [...counts.keys()].filter((key) => !isHidden(key));
  if (keys.length === 0 && counts.size > 0) throw hiddenLabels(column);
  if (keys.some((key) => areJoined(key, counts))) throw labelFault('multi_label', column);
  const areNumbers = keys.length > 0 && keys.every((key) => isNumber(key) || COMMA.test(key));
  if (areNumbers && keys.some((key) => !WHOLE.test(key))) {
    throw new BenchtopError(
      'regression_labels',
      `${column} holds numbers with fractions: that is a quantity, not a class.`,
      { column, example: keys.find((key) => !WHOLE.test(key)) ?? '' },
    );
  }
  if (keys.length > MOST_LABELS) {
    throw new BenchtopError(
      'too_many_labels',
      `${column} has more than ${MOST_LABELS} values: it is no column of classes.`,
      { column, most: MOST_LABELS },
    );
  }
  if (keys.length < 2 && leftOut > 0) {
    throw new BenchtopError(
      'no_two_classes',
      `Of ${rows} rows ${leftOut} cannot be used, and those left have fewer than two classes in ${column}.`,
      { column, rows, left: leftOut },
    );
  }
  if (keys.length < 2) {
    const sentence = `${column} has fewer than two values: there is nothing to tell apart.`;
    throw new BenchtopError('too_few_labels', sentence, { column });
  }
  const ordered = keys.toSorted(inOrder);
  const isNamed = named !== undefined && ordered.every((key) => named[Number(key)] !== undefined);
  const names = ordered.map((key) => (isNamed ? named[Number(key)]! : counts.get(key)!.name));
  return { keys: ordered, names, remarks: similarNames(column, names), isHidden };
}

/** The labels of GLUE's test splits are all hidden: nothing can be learned from them, or measured on them. */
export const hiddenLabels = (column: string): BenchtopError =>
  new BenchtopError(
    'hidden_labels',
    `Every label in ${column} is hidden (-1), as in the test splits of benchmarks. Choose the validation split.`,
    { column },
  );

export const noScores = (column: string): BenchtopError =>
  new BenchtopError('no_scores', `${column} has no two different numbers to predict.`, { column });

/** Decimal, with a point or a comma: `0x10` and `Infinity` are names. */
const COMMA = /^[+-]?\d+,\d+$/;
const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);

/** Numbers by their value, before words by their letters. */
function inOrder(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (isNumber(a) && isNumber(b) && left !== right) return left - right;
  return a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : 1);
}

function hiddenRule(
  column: string,
  counts: ReadonlyMap<string, LabelCount>,
): (key: string) => boolean {
  const others = [...counts.keys()].filter((key) => key !== HIDDEN);
  const isCounted = others.every((key) => /^\d+$/.test(key));
  const isSigned = SIGNED.test(column) || (others.length > 0 && !others.includes('0'));
  const isUndecided = others.length > 2 && !counts.has('+');
  return (key) => (key === HIDDEN && isCounted && !isSigned) || (key === UNDECIDED && isUndecided);
}

const JOINTS = [',', ';', '|'];

/** `joy,anger` beside `joy` and `anger`, or `2,14,27`: several classes in one cell. */
function areJoined(key: string, counts: ReadonlyMap<string, LabelCount>): boolean {
  return JOINTS.some((sign) => {
    const labels = key.split(sign).map((label) => label.trim());
    if (labels.length < 2) return false;
    const areCodes = labels.length > 2 && labels.every((label) => /^\d+$/.test(label));
    return areCodes || labels.every((label) => counts.has(label));
  });
}

/** Ways of writing yes and no that stand beside each other in one column. */
const MEANINGS = [/^(?:1|true|t|yes|y)$/, /^(?:0|false|f|no|n)$/];
const meaningOf = (name: string): string => {
  const lower = name.normalize('NFKC').toLowerCase();
  const at = MEANINGS.findIndex((pattern) => pattern.test(lower));
  return at < 0 ? lower : `meaning ${at}`;
};

/** Classes that are probably one, by capitals or by meaning: they are reported, not joined. */
function similarNames(column: string, names: readonly string[]): Remark[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = meaningOf(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const similar = [...groups.values()].filter((group) => group.length > 1);
  if (similar.length === 0) return [];
  const shown = similar.map((group) => group.join(' / ')).join(', ');
  return [{ code: 'similar_labels', fields: { column, labels: shown } }];
}
