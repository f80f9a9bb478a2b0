// Task suites in a comparison's reports: a table to read, and columns for CSV.
import { pairedDifference, shareOf, type Share } from '../../../training/evaluate/suite';
import type { CompareResult, VariantRow } from '../../protocol/compare';
import type { SuiteFacts, SuiteFigures } from '../../protocol/suite';
import { variantName } from '../compress/name';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const around = ({ share, standardError }: Share): string =>
  `${percent(share)} ± ${percent(standardError)}`;

const nameOf = ({ id, name }: SuiteFacts): string => name ?? id;

const figuresOf = ({ suites }: VariantRow, { id }: SuiteFacts): SuiteFigures | undefined =>
  suites.find((one) => one.id === id);

/** Shares of right answers; null where nothing was asked. */
export function suiteTable({ method, rows }: CompareResult): string[][] | null {
  const { suites } = method;
  const [reference] = rows;
  if (suites.length === 0 || !reference) return null;
  const head = suites.flatMap((suite) =>
    suite.kind === 'written'
      ? [`${nameOf(suite)}, exact`, 'difference']
      : [`${nameOf(suite)}, acc`, 'difference', 'acc_norm'],
  );
  const guessing = suites.flatMap((suite) => {
    const chance = suite.chance === null ? '–' : percent(suite.chance);
    return suite.kind === 'written' ? [chance, ''] : [chance, '', chance];
  });
  const cellsOf = (row: VariantRow): string[] =>
    suites.flatMap((suite) => {
      const [own, other] = [figuresOf(row, suite), figuresOf(reference, suite)];
      const acc = own ? around(shareOf(own.right)) : '–';
      const isOther = own && other && row !== reference;
      const difference = isOther ? around(pairedDifference(own.right, other.right)) : '';
      if (suite.kind === 'written') return [acc, difference];
      return [acc, difference, own?.rightByByte ? around(shareOf(own.rightByByte)) : '–'];
    });
  return [
    ['Variant', ...head],
    ['Guessing', ...guessing],
    ...rows.map((row) => [variantName(row), ...cellsOf(row)]),
  ];
}

type Column = readonly [name: string, of: (row: VariantRow) => number | null];

export function suiteColumns(suites: readonly SuiteFacts[]): Column[] {
  return suites.flatMap((suite): Column[] => {
    const of = (pick: (figures: SuiteFigures) => number | null) => (row: VariantRow) => {
      const found = figuresOf(row, suite);
      return found ? pick(found) : null;
    };
    const name = nameOf(suite);
    return [
      [`${name}_acc`, of(({ right }) => shareOf(right).share)],
      [`${name}_acc_se`, of(({ right }) => shareOf(right).standardError)],
      [`${name}_acc_norm`, of(({ rightByByte }) => rightByByte && shareOf(rightByByte).share)],
      [`${name}_macro_f1`, of(({ macroF1 }) => macroF1)],
    ];
  });
}
