import { useTranslation } from 'react-i18next';
import type { DistillRow } from '../../../host/protocol/distill';
import { DISTILL_IDS } from '../../../host/studies/distill/ids';
import {
  FIGURES,
  figuresOf,
  figureWords,
  verdictOf,
  type DistillUnit,
} from '../../../host/studies/distill/figures';
import { DataTable } from '../../kit/table/DataTable';
import { formatBytes, formatCompact, formatLoss, formatPercent } from '../../kit/format';
import { Section } from '../../kit/Section';
import { useErrorWords } from '../../kit/useErrorWords';
import { TextCards } from '../study/TextCards';
import styles from './distill.module.css';

interface Rows {
  readonly rows: readonly DistillRow[];
}

/** Whether the teacher was of any use, in one sentence. */
export function DistillVerdict({ rows, isDone }: Rows & { isDone: boolean }) {
  const { t } = useTranslation();
  const verdict = verdictOf(rows);
  if (!verdict) return null;
  const { figure, seeds, wins, alone, distilled, share } = verdict;
  const format = figure === 'loss' ? formatLoss : formatPercent;
  const kind = wins === seeds ? 'better' : wins === 0 ? 'worse' : 'mixed';
  const figures = { wins, seeds, count: seeds, alone: format(alone), distilled: format(distilled) };
  return (
    <p className={styles.verdict} data-kind={kind} data-testid="distill-verdict">
      {t(`distill.verdict.${figure}.${kind}`, figures)}{' '}
      {share > 0 && share < 1 && t('distill.verdict.share', { share: formatPercent(share) })}
      {!isDone && <small>{t('distill.verdict.soFar')}</small>}
    </p>
  );
}

const FORMATS: Readonly<Record<DistillUnit, (value: number) => string>> = {
  nats: formatLoss,
  // Seeds differ by less than a percent.
  share: (share) => `${(100 * share).toFixed(1)}%`,
  divergence: (value) => value.toFixed(3),
  count: formatCompact,
  bytes: formatBytes,
  rate: formatCompact,
};

/** Teacher, student alone, student distilled, and that one in INT8. */
export function DistillTable({ rows }: Rows) {
  const { t } = useTranslation();
  const words = useErrorWords();
  if (rows.length === 0) return null;
  return (
    <Section id="distill-figures" title={t('common.results')} help={t('distill.table.help')}>
      <DataTable
        caption={t('common.results')}
        testId="distill-table"
        rows={DISTILL_IDS.flatMap((id) => rows.find((row) => row.id === id) ?? [])}
        keyOf={({ id }) => id}
        lookOf={({ id }) => ({ testId: 'distill-row', isChosen: id === 'distilled' })}
        insteadOf={({ error }) => error && words(error)}
        columns={[
          {
            id: 'model',
            header: t('distill.table.model'),
            kind: 'text',
            isRowHeader: true,
            cell: ({ id }) => t(`distill.row.${id}`),
          },
          ...figuresOf(rows).map((id) => ({
            id,
            header: t(`distill.figure.${id}`),
            title: t(`distill.about.${id}`),
            value: (row: DistillRow) => FIGURES[id].of(row)?.mean,
            cell: (row: DistillRow) => figureWords(id, row, FORMATS),
          })),
        ]}
      />
    </Section>
  );
}

/** What each writes from the same prompt and seed. */
export function DistillTexts({ rows }: Rows) {
  const { t } = useTranslation();
  const cards = DISTILL_IDS.flatMap((id) => {
    const text = rows.find((row) => row.id === id)?.text;
    return text ? [{ key: id, title: t(`distill.row.${id}`), text }] : [];
  });
  if (cards.length === 0) return null;
  return (
    <Section id="distill-texts" title={t('compare.texts.title')}>
      <TextCards cards={cards} />
    </Section>
  );
}
