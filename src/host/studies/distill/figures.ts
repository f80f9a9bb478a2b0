// The figures of a distilled model over its seeds: what they are called, their unit, and how they are read
// of a row. The report and the page take them from here.
import { meanOf, stdOf } from '../../../training/evaluate/statistics';
import type { DistillRow } from '../../protocol/distill';

export interface Over {
  readonly mean: number;
  /** Sample standard deviation; null with fewer than two seeds. */
  readonly std: number | null;
}

export type DistillUnit = 'nats' | 'share' | 'divergence' | 'count' | 'bytes' | 'rate';

interface Figure {
  /** In reports; the page has words of its own. */
  readonly title: string;
  readonly unit: DistillUnit;
  readonly of: (row: DistillRow) => Over | null;
}

function over(values: readonly number[]): Over | null {
  if (values.length === 0) return null;
  return { mean: meanOf(values), std: values.length < 2 ? null : stdOf(values) };
}

type Quality = DistillRow['seeds'][number]['quality'];

const evaluated = (
  title: string,
  unit: DistillUnit,
  pick: (quality: Quality) => number,
): Figure => ({
  title,
  unit,
  of: ({ seeds }) => over(seeds.map(({ quality }) => pick(quality))),
});

/** Of the first seed. */
const measured = (
  title: string,
  unit: DistillUnit,
  pick: (row: DistillRow) => number | undefined,
): Figure => ({
  title,
  unit,
  of: (row) => {
    const value = pick(row);
    return value === undefined ? null : { mean: value, std: null };
  },
});

const agreement = evaluated('Top-1 agreement with the teacher', 'share', ({ sameTop }) => sameTop);

export const FIGURES = {
  loss: evaluated('Validation loss', 'nats', ({ loss }) => loss),
  right: evaluated('Accuracy', 'share', ({ accuracy }) => accuracy ?? Number.NaN),
  positions_right: evaluated(
    'Tokens right',
    'share',
    ({ positionsRight }) => positionsRight ?? Number.NaN,
  ),
  exact_match: evaluated(
    'Exact match',
    'share',
    ({ answers }) => answers?.exactMatch ?? Number.NaN,
  ),
  rouge_l: evaluated('ROUGE-L', 'share', ({ answers }) => answers?.rougeL ?? Number.NaN),
  same_token: agreement,
  same_class: agreement,
  kl: evaluated('KL to the teacher', 'divergence', ({ kl }) => kl.mean),
  parameters: measured('Parameters', 'count', ({ cost }) => cost?.parameters),
  weights: measured('Weights on the GPU', 'bytes', ({ cost }) => cost?.weightBytes),
  disk: measured('Disk', 'bytes', ({ cost }) => cost?.diskBytes),
  prefill: measured('Prefill, tokens/s', 'rate', ({ speed }) => speed?.prefill?.median),
  decode: measured('Decode, tokens/s', 'rate', ({ speed }) => speed?.decode.median),
  single: measured('Examples/s, batch size 1', 'rate', ({ rates }) => rates?.single.median),
  batch: measured('Examples/s, batch size 16', 'rate', ({ rates }) => rates?.batch.median),
} satisfies Record<string, Figure>;

export type FigureId = keyof typeof FIGURES;

/** As text, with its spread over the seeds. */
export function figureWords(
  id: FigureId,
  row: DistillRow,
  formats: Readonly<Record<DistillUnit, (value: number) => string>>,
): string {
  const { unit, of } = FIGURES[id];
  const value = of(row);
  if (!value) return '–';
  const format = formats[unit];
  return value.std === null ? format(value.mean) : `${format(value.mean)} ± ${format(value.std)}`;
}

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

const OF_OBJECTIVE: readonly FigureId[] = [
  'loss',
  'positions_right',
  'same_token',
  ...SIZES,
  'single',
  'batch',
];
const OF_ANSWERS: readonly FigureId[] = ['exact_match', 'rouge_l', ...OF_OBJECTIVE];

const has = (rows: readonly DistillRow[], figure: keyof Quality): boolean =>
  rows.some(({ seeds }) => seeds.some(({ quality }) => quality[figure] !== undefined));

const isOfClasses = (rows: readonly DistillRow[]): boolean => has(rows, 'accuracy');

export function figuresOf(rows: readonly DistillRow[]): readonly FigureId[] {
  if (isOfClasses(rows)) return OF_CLASSES;
  if (has(rows, 'answers')) return OF_ANSWERS;
  return has(rows, 'positionsRight') ? OF_OBJECTIVE : OF_TEXT;
}

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
    alone: meanOf(pairs.map((pair) => pair.alone)),
    distilled: meanOf(pairs.map((pair) => pair.distilled)),
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
