import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import type { EvalTaskFacts, EvalTaskFigures } from '../../../host/protocol/evalTask';
import { isAtChance, pairedDifference, shareOf } from '../../../training/evaluate/evalTask';
import { DataTable } from '../../kit/table/DataTable';
import type { Column } from '../../kit/table/columns';
import { formatSigned } from '../../kit/format';
import { Help, Section } from '../../kit/Section';
import styles from './compare.module.css';
import { useEvalTaskName } from './words';
import { useVariantName } from '../study/useVariantName';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The row of what chance alone gives. */
const GUESSING = 'guessing';

type Measure = 'acc' | 'accNorm' | 'exact' | 'f1';

interface Measured {
  readonly evalTask: EvalTaskFacts;
  readonly measure: Measure;
}

/** The answers, question by question; null for F1, which is of all of them. */
const rightOf = ({ measure }: Measured, figures: EvalTaskFigures): readonly number[] | null => {
  if (measure === 'f1') return null;
  return measure === 'accNorm' ? figures.rightByByte : figures.right;
};

function columnsOf(evalTasks: readonly EvalTaskFacts[], rows: readonly VariantRow[]): Measured[] {
  return evalTasks.flatMap((evalTask) => {
    if (evalTask.kind === 'written') return [{ evalTask, measure: 'exact' as const }];
    const hasF1 = rows.some((row) => figuresOf(row, evalTask)?.macroF1 !== null);
    const measures: Measure[] = hasF1 ? ['acc', 'accNorm', 'f1'] : ['acc', 'accNorm'];
    return measures.map((measure) => ({ evalTask, measure }));
  });
}

const figuresOf = ({ evalTasks }: VariantRow, { id }: EvalTaskFacts): EvalTaskFigures | undefined =>
  evalTasks.find((one) => one.id === id);

/** Right answers of every variant beside those of the first, and beside guessing. */
export function EvalTaskTable(props: {
  rows: readonly VariantRow[];
  evalTasks: readonly EvalTaskFacts[];
}) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const evalTaskName = useEvalTaskName();
  const rows = props.rows.filter(({ evalTasks }) => evalTasks.length > 0);
  const [reference] = rows;
  if (!reference) return null;
  const measured = columnsOf(props.evalTasks, rows);
  const first = nameOf(reference);
  return (
    <Section
      id="compare-evalTasks"
      className={styles.evalTasks!}
      title={t('evalTasks.title')}
      help={t('evalTasks.help', { first })}
    >
      <DataTable
        caption={t('evalTasks.caption', { first })}
        className={styles.table}
        testId="compare-evalTasks"
        lead={GUESSING}
        rows={rows}
        keyOf={(row) => (row === GUESSING ? '' : row.id)}
        columns={[
          {
            id: 'variant',
            header: t('common.variant'),
            kind: 'text',
            isRowHeader: true,
            value: (row) => (row === GUESSING ? '' : nameOf(row)),
            cell: (row) =>
              row === GUESSING ? (
                <>
                  {t('evalTasks.random')}
                  <small>{t('evalTasks.randomHelp')}</small>
                </>
              ) : (
                nameOf(row)
              ),
          },
          ...measured.map((column): Column<VariantRow | typeof GUESSING> => {
            const { evalTask, measure } = column;
            return {
              id: `${evalTask.id} ${measure}`,
              header: t(`evalTasks.${measure}`, { name: evalTaskName(evalTask) }),
              value: (row) => (row === GUESSING ? null : shareOfRow(row, column)),
              cell: (row) => {
                if (row !== GUESSING) return <Share {...{ row, reference, column }} />;
                return evalTask.chance === null || measure === 'f1'
                  ? '–'
                  : percent(evalTask.chance);
              },
            };
          }),
        ]}
      />
      <Help>
        {t('evalTasks.paired')}{' '}
        {props.evalTasks
          .filter(({ cut }) => cut > 0)
          .map((evalTask) => t('evalTasks.cut', { ...evalTask, name: evalTaskName(evalTask) }))
          .join(' ')}
      </Help>
      <AtChance rows={rows} evalTasks={props.evalTasks} />
    </Section>
  );
}

/** An evaluation task in which no variant does better than guessing is no result, and is said to be none. */
function AtChance(props: { rows: readonly VariantRow[]; evalTasks: readonly EvalTaskFacts[] }) {
  const { t } = useTranslation();
  const evalTaskName = useEvalTaskName();
  const guessed = props.evalTasks.filter((evalTask) => {
    const answered = props.rows.flatMap((row) => figuresOf(row, evalTask) ?? []);
    return answered.length > 0 && answered.every(({ right }) => isAtChance(right, evalTask.chance));
  });
  return guessed.map((evalTask) => (
    <p key={evalTask.id} role="status" className={styles.chance} data-testid="eval-task-at-chance">
      {t('evalTasks.atChance', {
        name: evalTaskName(evalTask),
        questions: evalTask.questions,
        chance: percent(evalTask.chance ?? 0),
        error: percent(
          Math.sqrt(((evalTask.chance ?? 0) * (1 - (evalTask.chance ?? 0))) / evalTask.questions),
        ),
      })}{' '}
      {evalTask.cut > 0 &&
        t('evalTasks.atChanceCut', { cut: evalTask.cut, questions: evalTask.questions })}
    </p>
  ));
}

function shareOfRow(row: VariantRow, column: Measured): number | null | undefined {
  const figures = figuresOf(row, column.evalTask);
  const right = figures && rightOf(column, figures);
  return right ? shareOf(right).share : figures?.macroF1;
}

function Share(props: { row: VariantRow; reference: VariantRow; column: Measured }) {
  const { row, reference, column } = props;
  const { t } = useTranslation();
  const own = figuresOf(row, column.evalTask);
  const other = figuresOf(reference, column.evalTask);
  if (!own) return '–';
  const right = rightOf(column, own);
  if (!right) return own.macroF1 === null ? '–' : percent(own.macroF1);
  const { share, standardError } = shareOf(right);
  const otherRight = other && rightOf(column, other);
  const isOther = row !== reference && otherRight;
  return (
    <>
      {percent(share)} ± {percent(standardError)}
      <small>
        {isOther ? (differenceWords(right, otherRight) ?? t('evalTasks.same')) : '\u00a0'}
      </small>
    </>
  );
}

/** Null where every single answer agrees. */
function differenceWords(own: readonly number[], other: readonly number[]): string | null {
  const { share, standardError } = pairedDifference(own, other);
  if (share === 0 && standardError === 0) return null;
  const difference = share === 0 ? percent(0) : `${formatSigned(100 * share, 1)}%`;
  return `${difference} ± ${percent(standardError)}`;
}
