import { useTranslation } from 'react-i18next';
import type { WriterResult, WriterRow } from '../../../host/protocol/writer';
import { overSeeds, writerVerdict } from '../../../host/studies/writer/figures';
import {
  formatBytes,
  formatCompact,
  formatDuration,
  formatLoss,
  formatSigned,
} from '../../kit/format';
import { DataTable } from '../../kit/table/DataTable';
import styles from './recipes.module.css';

/** Whether the teacher was of use, and what INT8 costs. */
export function WriterVerdictLine({ result }: { result: WriterResult }) {
  const { t } = useTranslation();
  const verdict = writerVerdict(result);
  if (!verdict) return null;
  const { seeds, wins, alone, distilled, packedChange } = verdict;
  const kind = wins === seeds ? 'better' : wins === 0 ? 'worse' : 'mixed';
  const figures = {
    wins,
    count: seeds,
    alone: formatLoss(alone),
    distilled: formatLoss(distilled),
  };
  return (
    <p className={styles.verdict} data-kind={kind} data-testid="writer-verdict">
      {t(`writer.verdict.${kind}`, figures)}{' '}
      {packedChange !== null &&
        t('writer.verdict.packed', { change: `${formatSigned(100 * packedChange, 2)}%` })}
    </p>
  );
}

/** Packing takes milliseconds; a model that was there took none. */
const timeWords = (elapsedMs: number): string =>
  elapsedMs === 0
    ? '–'
    : elapsedMs < 1000
      ? `${elapsedMs.toFixed(0)} ms`
      : formatDuration(elapsedMs);

/** The same figures of every stage. */
export function WriterTable({ rows }: { rows: readonly WriterRow[] }) {
  const { t } = useTranslation();
  const loss = (text: 'domain' | 'general') => ({
    id: text,
    header: t(`writer.table.${text}`),
    title: t(`writer.about.${text}`),
    value: (row: WriterRow) => overSeeds(row, text).mean,
    cell: (row: WriterRow) => {
      const { mean, std } = overSeeds(row, text);
      return std === null ? formatLoss(mean) : `${formatLoss(mean)} ± ${formatLoss(std)}`;
    },
  });
  return (
    <DataTable
      caption={t('common.results')}
      testId="writer-table"
      rows={rows}
      keyOf={({ id }) => id}
      lookOf={({ id }) => ({ testId: 'writer-row', isChosen: id === 'int8' })}
      columns={[
        {
          id: 'stage',
          header: t('writer.table.stage'),
          kind: 'text',
          isRowHeader: true,
          cell: ({ id }) => t(`writer.stage.${id}`),
        },
        loss('domain'),
        loss('general'),
        {
          id: 'parameters',
          header: t('common.parameters'),
          value: ({ parameters }) => parameters,
          cell: ({ parameters }) => formatCompact(parameters),
        },
        {
          id: 'disk',
          header: t('writer.table.disk'),
          value: ({ diskBytes }) => diskBytes,
          cell: ({ diskBytes }) => formatBytes(diskBytes),
        },
        {
          id: 'decode',
          header: t('writer.table.decode'),
          value: ({ decode }) => decode?.median,
          cell: ({ decode }) => (decode ? formatCompact(decode.median) : '–'),
        },
        {
          id: 'time',
          header: t('writer.table.time'),
          title: t('writer.about.time'),
          value: ({ elapsedMs }) => elapsedMs,
          cell: ({ elapsedMs }) => timeWords(elapsedMs),
        },
      ]}
    />
  );
}
