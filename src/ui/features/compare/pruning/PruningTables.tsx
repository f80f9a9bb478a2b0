import { useTranslation } from 'react-i18next';
import type { Sensitivity, PruningResult } from '../../../../host/protocol/pruning';
import type { BarSeries } from '../../../charts/BarsChart';
import { ChartFrame } from '../../../charts/ChartFrame';
import { BarsChart } from '../../../charts/charts';
import { ChartLegend } from '../../../charts/look';
import { DataTable } from '../../../kit/DataTable';
import { formatCompact, formatLoss, formatPercent } from '../../../kit/format';
import styles from '../compare.module.css';

/** The table has them all. */
const MOST_BARS = 16;

/** `h.3.mlp.c_fc`: no more of a name than tells it apart. */
const shortName = (name: string): string =>
  name.replace(/^(transformer|model)\./, '').replace(/\.weight$/, '');

const formatRise = (rise: number): string => String(Number(rise.toPrecision(3)));

const signed = (rise: number): string => `${rise < 0 ? '−' : '+'}${Math.abs(rise).toFixed(4)}`;

/** Layer sensitivity, the most sensitive first. */
export function SensitivityTable({ rows }: { rows: readonly Sensitivity[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const worst = rows.toSorted((a, b) => b.pruned - a.pruned);
  const shown = worst.slice(0, MOST_BARS);
  const series: BarSeries[] = [
    {
      id: 'pruned',
      name: t('pruning.sensitivity.pruned'),
      color: 'var(--signal)',
      mark: 'bar',
    },
    { id: 'int4', name: t('pruning.calibration.int4_32'), color: 'var(--held)', mark: 'bar' },
  ];
  return (
    <div className={styles.section}>
      <h3>{t('pruning.stage.sensitivity')}</h3>
      <p className={styles.help}>{t('pruning.sensitivity.help')}</p>
      <ChartLegend entries={series} />
      <ChartFrame label={t('pruning.stage.sensitivity')} height={30 * shown.length + 34}>
        <BarsChart
          label={t('pruning.stage.sensitivity')}
          rows={shown.map(({ name, pruned, int4 }) => ({
            id: name,
            name: shortName(name),
            values: { pruned, int4 },
          }))}
          series={series}
          format={formatRise}
          nameWidth={150}
        />
      </ChartFrame>
      <DataTable
        caption={t('pruning.stage.sensitivity')}
        testId="sensitivity"
        rows={worst}
        keyOf={({ name }) => name}
        columns={[
          {
            id: 'matrix',
            header: t('pruning.sensitivity.matrix'),
            kind: 'code',
            isRowHeader: true,
            width: '46%',
            value: ({ name }) => name,
            cell: ({ name }) => name,
          },
          {
            id: 'weights',
            header: t('pruning.sensitivity.weights'),
            value: ({ parameters }) => parameters,
            cell: ({ parameters }) => formatCompact(parameters),
          },
          {
            id: 'pruned',
            header: t('pruning.sensitivity.pruned'),
            value: ({ pruned }) => pruned,
            cell: ({ pruned }) => signed(pruned),
          },
          {
            id: 'int4',
            header: t('pruning.calibration.int4_32'),
            value: ({ int4 }) => int4,
            cell: ({ int4 }) => signed(int4),
          },
        ]}
      />
    </div>
  );
}

/** Formats whose scales were chosen in different ways. */
export function CalibrationTable({ result }: { result: PruningResult }) {
  const { t } = useTranslation();
  if (result.calibration.length === 0) return null;
  return (
    <div className={styles.section}>
      <h3>{t('pruning.stage.calibration')}</h3>
      <p className={styles.help}>{t('pruning.calibration.help')}</p>
      <DataTable
        caption={t('pruning.stage.calibration')}
        testId="calibration"
        rows={result.calibration}
        keyOf={({ format, calibration }) => `${format} ${calibration}`}
        columns={[
          {
            id: 'format',
            header: t('pruning.calibration.format'),
            kind: 'text',
            isRowHeader: true,
            value: ({ format }) => format,
            cell: ({ format }) => t(`pruning.calibration.${format}`),
          },
          {
            id: 'how',
            header: t('pruning.calibration.how'),
            kind: 'text',
            value: ({ calibration }) => calibration,
            cell: ({ calibration, share }) =>
              t(`pruning.calibration.${calibration}`, { share: Number((100 * share).toFixed(1)) }),
          },
          {
            id: 'loss',
            header: t('compare.metric.loss'),
            value: ({ loss }) => loss,
            cell: ({ loss }) => formatLoss(loss),
          },
          {
            id: 'kl',
            header: t('compare.metric.kl'),
            value: ({ kl }) => kl,
            cell: ({ kl }) => (kl < 0.001 ? kl.toExponential(1) : kl.toFixed(4)),
          },
          {
            id: 'sameTop',
            header: t('compare.metric.sameTop'),
            value: ({ sameTop }) => sameTop,
            cell: ({ sameTop }) => formatPercent(sameTop),
          },
        ]}
      />
    </div>
  );
}
