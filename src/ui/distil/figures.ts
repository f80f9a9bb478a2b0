// The figures of a row over its seeds, as they stand in the table.
import type { DistilRow } from '../../host/distilResult';
import { formatBytes, formatCompact, formatLoss } from '../format';

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
  { seeds }: DistilRow,
  pick: (one: DistilRow['seeds'][number]['quality']) => number,
): Over | null => over(seeds.map((one) => pick(one.quality)));

export const lossOf = (row: DistilRow): Over | null => quality(row, ({ loss }) => loss);

export const FIGURES = {
  loss: (row) => spread(lossOf(row), formatLoss),
  agreement: (row) =>
    spread(
      quality(row, ({ sameTop }) => sameTop),
      fine,
    ),
  kl: (row) =>
    spread(
      quality(row, ({ kl }) => kl.mean),
      (value) => value.toFixed(3),
    ),
  parameters: ({ cost }) => (cost ? formatCompact(cost.parameters) : '–'),
  weights: ({ cost }) => (cost ? formatBytes(cost.weightBytes) : '–'),
  disk: ({ cost }) => (cost ? formatBytes(cost.diskBytes) : '–'),
  prefill: ({ speed }) => (speed?.prefill ? formatCompact(speed.prefill.median) : '–'),
  decode: ({ speed }) => (speed ? formatCompact(speed.decode.median) : '–'),
} satisfies Record<string, (row: DistilRow) => string>;

export type FigureId = keyof typeof FIGURES;
export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];

export interface Verdict {
  readonly seeds: number;
  /** Seeds with which the taught student has less held-out loss than the same student alone. */
  readonly wins: number;
  readonly alone: number;
  readonly taught: number;
  /** Of the way from the student alone to the teacher. */
  readonly share: number;
}

/** Seed by seed; null until both have one in common. */
export function verdictOf(rows: readonly DistilRow[]): Verdict | null {
  const of = (id: DistilRow['id']) =>
    new Map(
      rows.find((row) => row.id === id)?.seeds.map(({ seed, quality: { loss } }) => [seed, loss]),
    );
  const [alone, taught] = [of('alone'), of('distilled')];
  const pairs = [...taught].flatMap(([seed, loss]) =>
    alone.has(seed) ? [{ alone: alone.get(seed)!, taught: loss }] : [],
  );
  const teacher = [...of('teacher').values()][0];
  if (pairs.length === 0 || teacher === undefined) return null;
  const means = {
    alone: over(pairs.map((pair) => pair.alone))!.mean,
    taught: over(pairs.map((pair) => pair.taught))!.mean,
  };
  return {
    seeds: pairs.length,
    wins: pairs.filter((pair) => pair.taught < pair.alone).length,
    ...means,
    share: (means.alone - means.taught) / (means.alone - teacher),
  };
}
