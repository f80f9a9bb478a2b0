import { useTranslation } from 'react-i18next';
import type { KernelRow } from '../../../host/protocol/run';
import { columnsOf, type Column } from '../../kit/table/columns';
import { formatBytes, formatCompact, formatFigure, formatPercent } from '../../kit/format';
import type { KernelGroup } from './kernelGroups';
import styles from './KernelsPage.module.css';

const column = columnsOf<KernelGroup>();

/** Work, traffic, time where it was measured, and the share of the whole step. */
export function useFigureColumns(
  of: readonly KernelRow[],
  rows: readonly KernelGroup[],
): readonly Column<KernelGroup>[] {
  const { t } = useTranslation();
  const isTimed = of.every(({ elapsedMs }) => elapsedMs !== null);
  const weigh = (row: KernelRow) => (isTimed ? (row.elapsedMs ?? 0) : row.flops);
  const total = of.reduce((sum, row) => sum + weigh(row), 0) || 1;
  const largest = Math.max(...rows.map(weigh)) || 1;
  const intensity = ({ flops, bytes }: KernelRow) => (bytes > 0 ? flops / bytes : null);
  const timed: Column<KernelGroup>[] = [
    column('elapsedMs', t('kernels.time'), { format: (time) => `${formatFigure(time)} ms` }),
    {
      id: 'flopRate',
      header: 'GFLOP/s',
      value: ({ flops, elapsedMs }) => rate(flops, elapsedMs),
      cell: ({ flops, elapsedMs }) => rateWords(rate(flops, elapsedMs)),
    },
    {
      id: 'byteRate',
      header: 'GB/s',
      value: ({ bytes, elapsedMs }) => rate(bytes, elapsedMs),
      cell: ({ bytes, elapsedMs }) => rateWords(rate(bytes, elapsedMs)),
    },
  ];
  return [
    column('flops', t('kernels.flops'), { width: '5.6em', format: formatCompact }),
    column('bytes', t('kernels.bytes'), { width: '6.6em', format: formatBytes }),
    {
      id: 'intensity',
      header: t('kernels.intensity'),
      width: '7.2em',
      value: intensity,
      cell: (row) => {
        const found = intensity(row);
        return found === null ? '–' : formatCompact(found);
      },
    },
    ...(isTimed ? timed : []),
    {
      id: 'share',
      header: isTimed ? t('kernels.shareTime') : t('kernels.share'),
      className: styles.share,
      width: '12%',
      value: weigh,
      cell: (row) => (
        <span className={styles.shareCell}>
          <span className={styles.track}>
            <span
              className={styles.fill}
              style={{ transform: `scaleX(${weigh(row) / largest})` }}
            />
          </span>
          {formatPercent(weigh(row) / total)}
        </span>
      ),
    },
  ];
}

/** Billions a second; a clock too coarse for the kernel gives none. */
const rate = (amount: number, elapsedMs: number | null): number | null =>
  elapsedMs ? amount / elapsedMs / 1e6 : null;
const rateWords = (found: number | null): string => (found === null ? '–' : formatFigure(found));
