import { useTranslation } from 'react-i18next';
import type { Sensitivity, PruningResult } from '../../../../host/protocol/pruning';
import type { BarSeries } from '../../../charts/BarsChart';
import { ChartFrame } from '../../../charts/ChartFrame';
import { BarsChart } from '../../../charts/charts';
import { ChartLegend } from '../../../charts/look';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { formatCompact, formatLoss, formatPercent, formatSigned } from '../../../kit/format';
import { Help } from '../../../kit/Section';
import styles from '../compare.module.css';

/** The table has them all. */
const MOST_BARS = 16;

/** `h.3.mlp.c_fc`: no more of a name than tells it apart. */
const shortName = (name: string): string =>
  name.replace(/^(transformer|model)\./, '').replace(/\.weight$/, '');

const formatRise = (rise: number): string => String(Number(rise.toPrecision(3)));

const signed = (rise: number): string => formatSigned(rise, 4);

const matrix = columnsOf<Sensitivity>();
const scales = columnsOf<PruningResult['calibration'][number]>();

/** Layer sensitivity, the most sensitive first. */
export function SensitivityTable({ rows }: { rows: readonly Sensitivity[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const worst = rows.toSorted((a, b) => b.pruned - a.pruned);
  const shown = worst.slice(0, MOST_BARS);
  const series: BarSeries[] = [
    { id: 'pruned', name: t('pruning.sensitivity.pruned'), color: 'var(--signal)', mark: 'bar' },
    { id: 'int4', name: t('pruning.calibration.int4_32'), color: 'var(--held)', mark: 'bar' },
  ];
  return (
    <div className={styles.section}>
      <h3>{t('pruning.phase.sensitivity')}</h3>
      <Help>{t('pruning.sensitivity.help')}</Help>
      <ChartLegend entries={series} />
      <ChartFrame label={t('pruning.phase.sensitivity')} height={30 * shown.length + 34}>
        <BarsChart
          label={t('pruning.phase.sensitivity')}
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
        caption={t('pruning.phase.sensitivity')}
        testId="sensitivity"
        rows={worst}
        keyOf={({ name }) => name}
        columns={[
          matrix('name', t('pruning.sensitivity.matrix'), {
            kind: 'code',
            isRowHeader: true,
            width: '46%',
          }),
          matrix('parameters', t('pruning.sensitivity.weights'), { format: formatCompact }),
          matrix('pruned', t('pruning.sensitivity.pruned'), { format: signed }),
          matrix('int4', t('pruning.calibration.int4_32'), { format: signed }),
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
      <h3>{t('pruning.phase.calibration')}</h3>
      <Help>{t('pruning.calibration.help')}</Help>
      <DataTable
        caption={t('pruning.phase.calibration')}
        testId="calibration"
        rows={result.calibration}
        keyOf={({ format, calibration }) => `${format} ${calibration}`}
        columns={[
          scales('format', t('pruning.calibration.format'), {
            kind: 'text',
            isRowHeader: true,
            format: (format) => t(`pruning.calibration.${format}`),
          }),
          scales('calibration', t('pruning.calibration.how'), {
            kind: 'text',
            cell: ({ calibration, share }) =>
              t(`pruning.calibration.${calibration}`, { share: Number((100 * share).toFixed(1)) }),
          }),
          scales('loss', t('compare.metric.loss'), { format: formatLoss }),
          scales('kl', t('compare.metric.kl'), {
            format: (kl) => (kl < 0.001 ? kl.toExponential(1) : kl.toFixed(4)),
          }),
          scales('sameTop', t('compare.metric.sameTop'), { format: formatPercent }),
        ]}
      />
    </div>
  );
}
