import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import type { SuiteFacts, SuiteFigures } from '../../../host/protocol/suite';
import { isAtChance, pairedDifference, shareOf } from '../../../training/evaluate/suite';
import { DataTable } from '../../kit/table/DataTable';
import type { Column } from '../../kit/table/columns';
import { formatSigned } from '../../kit/format';
import { Help, Section } from '../../kit/Section';
import styles from './compare.module.css';
import { useSuiteName } from './words';
import { useVariantName } from '../study/useVariantName';

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The row of what chance alone gives. */
const GUESSING = 'guessing';

type Measure = 'acc' | 'accNorm' | 'exact' | 'f1';

interface Measured {
  readonly suite: SuiteFacts;
  readonly measure: Measure;
}

/** The answers, question by question; null for F1, which is of all of them. */
const rightOf = ({ measure }: Measured, figures: SuiteFigures): readonly number[] | null => {
  if (measure === 'f1') return null;
  return measure === 'accNorm' ? figures.rightByByte : figures.right;
};

function columnsOf(suites: readonly SuiteFacts[], rows: readonly VariantRow[]): Measured[] {
  return suites.flatMap((suite) => {
    if (suite.kind === 'written') return [{ suite, measure: 'exact' as const }];
    const hasF1 = rows.some((row) => figuresOf(row, suite)?.macroF1 !== null);
    const measures: Measure[] = hasF1 ? ['acc', 'accNorm', 'f1'] : ['acc', 'accNorm'];
    return measures.map((measure) => ({ suite, measure }));
  });
}

const figuresOf = ({ suites }: VariantRow, { id }: SuiteFacts): SuiteFigures | undefined =>
  suites.find((one) => one.id === id);

/** Right answers of every variant beside those of the first, and beside guessing. */
export function SuiteTable(props: { rows: readonly VariantRow[]; suites: readonly SuiteFacts[] }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const suiteName = useSuiteName();
  const rows = props.rows.filter(({ suites }) => suites.length > 0);
  const [reference] = rows;
  if (!reference) return null;
  const measured = columnsOf(props.suites, rows);
  const first = nameOf(reference);
  return (
    <Section
      id="compare-suites"
      className={styles.suites!}
      title={t('suites.title')}
      help={t('suites.help', { first })}
    >
      <DataTable
        caption={t('suites.caption', { first })}
        className={styles.table}
        testId="compare-suites"
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
                  {t('suites.random')}
                  <small>{t('suites.randomHelp')}</small>
                </>
              ) : (
                nameOf(row)
              ),
          },
          ...measured.map((column): Column<VariantRow | typeof GUESSING> => {
            const { suite, measure } = column;
            return {
              id: `${suite.id} ${measure}`,
              header: t(`suites.${measure}`, { name: suiteName(suite) }),
              value: (row) => (row === GUESSING ? null : shareOfRow(row, column)),
              cell: (row) => {
                if (row !== GUESSING) return <Share {...{ row, reference, column }} />;
                return suite.chance === null || measure === 'f1' ? '–' : percent(suite.chance);
              },
            };
          }),
        ]}
      />
      <Help>
        {t('suites.paired')}{' '}
        {props.suites
          .filter(({ cut }) => cut > 0)
          .map((suite) => t('suites.cut', { ...suite, name: suiteName(suite) }))
          .join(' ')}
      </Help>
      <AtChance rows={rows} suites={props.suites} />
    </Section>
  );
}

/** A suite in which no variant does better than guessing is no result, and is said to be none. */
function AtChance(props: { rows: readonly VariantRow[]; suites: readonly SuiteFacts[] }) {
  const { t } = useTranslation();
  const suiteName = useSuiteName();
  const guessed = props.suites.filter((suite) => {
    const answered = props.rows.flatMap((row) => figuresOf(row, suite) ?? []);
    return answered.length > 0 && answered.every(({ right }) => isAtChance(right, suite.chance));
  });
  return guessed.map((suite) => (
    <p key={suite.id} role="status" className={styles.chance} data-testid="suite-at-chance">
      {t('suites.atChance', {
        name: suiteName(suite),
        questions: suite.questions,
        chance: percent(suite.chance ?? 0),
        error: percent(
          Math.sqrt(((suite.chance ?? 0) * (1 - (suite.chance ?? 0))) / suite.questions),
        ),
      })}{' '}
      {suite.cut > 0 && t('suites.atChanceCut', { cut: suite.cut, questions: suite.questions })}
    </p>
  ));
}

function shareOfRow(row: VariantRow, column: Measured): number | null | undefined {
  const figures = figuresOf(row, column.suite);
  const right = figures && rightOf(column, figures);
  return right ? shareOf(right).share : figures?.macroF1;
}

function Share(props: { row: VariantRow; reference: VariantRow; column: Measured }) {
  const { row, reference, column } = props;
  const { t } = useTranslation();
  const own = figuresOf(row, column.suite);
  const other = figuresOf(reference, column.suite);
  if (!own) return '–';
  const right = rightOf(column, own);
  if (!right) return own.macroF1 === null ? '–' : percent(own.macroF1);
  const { share, standardError } = shareOf(right);
  const otherRight = other && rightOf(column, other);
  const isOther = row !== reference && otherRight;
  return (
    <>
      {percent(share)} ± {percent(standardError)}
      <small>{isOther ? (differenceWords(right, otherRight) ?? t('suites.same')) : '\u00a0'}</small>
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
