// The figures of a row over its seeds, as they stand in the table.
import type { DistillRow } from '../../../host/protocol/distill';
import { formatBytes, formatCompact, formatLoss } from '../../kit/format';

export interface Over {
  readonly mean: number;
  /** Sample standard deviation; null with fewer than two seeds. */
  readonly std: number | null;
}

function over(values: readonly number[]): Over | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, std: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}

const spread = (value: Over | null, format: (value: number) => string): string => {
  if (!value) return '–';
  return value.std === null ? format(value.mean) : `${format(value.mean)} ± ${format(value.std)}`;
};

/** Seeds differ by less than a percent. */
const fine = (share: number): string => `${(100 * share).toFixed(1)}%`;

const quality = (
  { seeds }: DistillRow,
  pick: (one: DistillRow['seeds'][number]['quality']) => number,
): Over | null => over(seeds.map((one) => pick(one.quality)));

export const lossOf = (row: DistillRow): Over | null => quality(row, ({ loss }) => loss);

const rightOf = (row: DistillRow): Over | null =>
  quality(row, ({ accuracy }) => accuracy ?? Number.NaN);

const percent = (value: Over | null): string => spread(value, fine);

const agreement = (row: DistillRow): Over | null => quality(row, ({ sameTop }) => sameTop);
const divergence = (row: DistillRow): Over | null => quality(row, ({ kl }) => kl.mean);

interface Figure {
  readonly value: (row: DistillRow) => number | null | undefined;
  readonly words: (row: DistillRow) => string;
}

/** A figure of every seed, as its mean and spread. */
const seeded = (
  of: (row: DistillRow) => Over | null,
  words: (value: Over | null) => string,
): Figure => ({ value: (row) => of(row)?.mean, words: (row) => words(of(row)) });

const single = (
  value: (row: DistillRow) => number | null | undefined,
  format: (value: number) => string,
): Figure => ({
  value,
  words: (row) => {
    const found = value(row);
    return found === null || found === undefined ? '–' : format(found);
  },
});

export const FIGURES = {
  loss: seeded(lossOf, (value) => spread(value, formatLoss)),
  right: seeded(rightOf, percent),
  same_token: seeded(agreement, percent),
  same_class: seeded(agreement, percent),
  kl: seeded(divergence, (value) => spread(value, (kl) => kl.toFixed(3))),
  parameters: single(({ cost }) => cost?.parameters, formatCompact),
  weights: single(({ cost }) => cost?.weightBytes, formatBytes),
  disk: single(({ cost }) => cost?.diskBytes, formatBytes),
  prefill: single(({ speed }) => speed?.prefill?.median, formatCompact),
  decode: single(({ speed }) => speed?.decode?.median, formatCompact),
  single: single(({ rates }) => rates?.single?.median, formatCompact),
  batch: single(({ rates }) => rates?.batch?.median, formatCompact),
} satisfies Record<string, Figure>;

export type FigureId = keyof typeof FIGURES;

const SIZES = ['kl', 'parameters', 'weights', 'disk'] as const;
const OF_TEXT: readonly FigureId[] = ['loss', 'same_token', ...SIZES, 'prefill', 'decode'];
const OF_CLASSES: readonly FigureId[] = [
  'right',
  'loss',
  'same_class',
  ...SIZES,
  'single',
  'batch',
];

const isOfClasses = (rows: readonly DistillRow[]): boolean =>
  rows.some(({ seeds }) => seeds.some(({ quality: { accuracy } }) => accuracy !== undefined));

export const figuresOf = (rows: readonly DistillRow[]): readonly FigureId[] =>
  isOfClasses(rows) ? OF_CLASSES : OF_TEXT;

export interface Verdict {
  /** What is compared: held-out loss, or the share that a classifier gets right. */
  readonly figure: 'loss' | 'right';
  readonly seeds: number;
  /** Seeds with which the distilled student does better than the same student alone. */
  readonly wins: number;
  readonly alone: number;
  readonly distilled: number;
  /** Of the way from the student alone to the teacher. */
  readonly share: number;
}

/** Seed by seed; null until both have one in common. */
export function verdictOf(rows: readonly DistillRow[]): Verdict | null {
  const figure = isOfClasses(rows) ? 'right' : 'loss';
  const of = (id: DistillRow['id']) =>
    new Map(
      rows
        .find((row) => row.id === id)
        ?.seeds.map(({ seed, quality: { loss, accuracy = 0 } }) => [
          seed,
          figure === 'loss' ? loss : accuracy,
        ]),
    );
  const [alone, distilled] = [of('alone'), of('distilled')];
  const pairs = [...distilled].flatMap(([seed, value]) =>
    alone.has(seed) ? [{ alone: alone.get(seed)!, distilled: value }] : [],
  );
  const teacher = [...of('teacher').values()][0];
  if (pairs.length === 0 || teacher === undefined) return null;
  const means = {
    alone: over(pairs.map((pair) => pair.alone))!.mean,
    distilled: over(pairs.map((pair) => pair.distilled))!.mean,
  };
  const isWon = (pair: (typeof pairs)[number]): boolean =>
    figure === 'loss' ? pair.distilled < pair.alone : pair.distilled > pair.alone;
  return {
    figure,
    seeds: pairs.length,
    wins: pairs.filter(isWon).length,
    ...means,
    share: (means.alone - means.distilled) / (means.alone - teacher),
  };
}
