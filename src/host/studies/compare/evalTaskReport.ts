// Evaluation tasks in a comparison's reports: a table to read, and columns for CSV.
import { pairedDifference, shareOf, type Share } from '../../../training/evaluate/evalTask';
import type { CompareResult, VariantRow } from '../../protocol/compare';
import type { EvalTaskFacts, EvalTaskFigures } from '../../protocol/evalTask';
import { variantName } from '../compress/name';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const around = ({ share, standardError }: Share): string =>
  `${percent(share)} ± ${percent(standardError)}`;

const nameOf = ({ id, name }: EvalTaskFacts): string => name ?? id;

const figuresOf = ({ evalTasks }: VariantRow, { id }: EvalTaskFacts): EvalTaskFigures | undefined =>
  evalTasks.find((one) => one.id === id);

/** Shares of right answers; null where nothing was asked. */
export function evalTaskTable({ method, rows }: CompareResult): string[][] | null {
  const { evalTasks } = method;
  const [reference] = rows;
  if (evalTasks.length === 0 || !reference) return null;
  const head = evalTasks.flatMap((evalTask) =>
    evalTask.kind === 'written'
      ? [`${nameOf(evalTask)}, exact`, 'difference']
      : [`${nameOf(evalTask)}, acc`, 'difference', 'acc_norm'],
  );
  const guessing = evalTasks.flatMap((evalTask) => {
    const chance = evalTask.chance === null ? '–' : percent(evalTask.chance);
    return evalTask.kind === 'written' ? [chance, ''] : [chance, '', chance];
  });
  const cellsOf = (row: VariantRow): string[] =>
    evalTasks.flatMap((evalTask) => {
      const [own, other] = [figuresOf(row, evalTask), figuresOf(reference, evalTask)];
      const acc = own ? around(shareOf(own.right)) : '–';
      const isOther = own && other && row !== reference;
      const difference = isOther ? around(pairedDifference(own.right, other.right)) : '';
      if (evalTask.kind === 'written') return [acc, difference];
      return [acc, difference, own?.rightByByte ? around(shareOf(own.rightByByte)) : '–'];
    });
  return [
    ['Variant', ...head],
    ['Guessing', ...guessing],
    ...rows.map((row) => [variantName(row), ...cellsOf(row)]),
  ];
}

type Column = readonly [name: string, of: (row: VariantRow) => number | null];

export function evalTaskColumns(evalTasks: readonly EvalTaskFacts[]): Column[] {
  return evalTasks.flatMap((evalTask): Column[] => {
    const of = (pick: (figures: EvalTaskFigures) => number | null) => (row: VariantRow) => {
      const found = figuresOf(row, evalTask);
      return found ? pick(found) : null;
    };
    const name = nameOf(evalTask);
    return [
      [`${name}_acc`, of(({ right }) => shareOf(right).share)],
      [`${name}_acc_se`, of(({ right }) => shareOf(right).standardError)],
      [`${name}_acc_norm`, of(({ rightByByte }) => rightByByte && shareOf(rightByByte).share)],
      [`${name}_macro_f1`, of(({ macroF1 }) => macroF1)],
    ];
  });
}
