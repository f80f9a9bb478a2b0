import { useTranslation } from 'react-i18next';
import type { PruningPoint, PruningResult } from '../../../../host/protocol/pruning';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LinesChart } from '../../../charts/charts';
import type { ChartLine } from '../../../charts/lines';
import { ChartLegend } from '../../../charts/look';
import { formatCompact, formatLoss, formatPercent } from '../../../kit/format';
import styles from './pruning.module.css';

const MOST = 0.9;
const TENTHS = Array.from({ length: 10 }, (_, tenth) => tenth / 10);
/** Of the dense loss: where a model counts as recovered. */
const RECOVERED_WITHIN = 0.01;
const COLORS = {
  layer: 'var(--held)',
  global: 'var(--signal)',
  recovered: 'var(--floor)',
  speed: 'var(--ink-3)',
} as const;
const MARKS = { layer: 'line', global: 'line', recovered: 'ring', speed: 'dotted' } as const;

/** Models that write are timed in tokens, the others in examples. */
const nameOf = (kind: keyof typeof COLORS, { method }: PruningResult) =>
  kind === 'speed' && method?.timed === 'examples' ? 'examples' : kind;

/** Loss against the share that went; the speed beside it does not move. */
export function PruningCurve({ result }: { result: PruningResult }) {
  const { t } = useTranslation();
  const { points } = result;
  if (points.length === 0) return null;
  const back = points.filter(({ recoveredLoss }) => recoveredLoss !== null);
  const kinds = (['layer', 'global', 'recovered', 'speed'] as const).filter(
    (kind) => kind !== 'recovered' || back.length > 0,
  );
  return (
    <>
      <ChartLegend
        entries={kinds.map((kind) => ({
          name: t(`pruning.line.${nameOf(kind, result)}`),
          color: COLORS[kind],
          mark: MARKS[kind],
        }))}
      />
      <Curves result={result} />
      <Facts result={result} back={back} />
    </>
  );
}

function Curves({ result }: { result: PruningResult }) {
  const { t } = useTranslation();
  const { points } = result;
  const timed = points.flatMap(({ amount, decodeTps }) =>
    decodeTps === null ? [] : [{ x: amount, y: decodeTps }],
  );
  const line = (id: keyof typeof COLORS, of: ChartLine['points']): ChartLine => ({
    id,
    name: t(`pruning.line.${nameOf(id, result)}`),
    color: COLORS[id],
    mark: MARKS[id],
    hasDots: id !== 'speed',
    axis: id === 'speed' ? 'right' : 'left',
    points: of,
  });
  const lossOf = (scope: PruningPoint['scope']) =>
    points.filter((one) => one.scope === scope).map(({ amount, loss }) => ({ x: amount, y: loss }));
  const back = points.flatMap(({ amount, recoveredLoss }) =>
    recoveredLoss === null ? [] : [{ x: amount, y: recoveredLoss }],
  );
  const last = timed.at(-1);
  // From 0, so that flat looks flat.
  const fastest = Math.max(1, ...timed.map(({ y }) => y)) / 0.9;
  return (
    <ChartFrame label={t('pruning.title')} height={300} testId="pruning-curve">
      <LinesChart
        label={t('pruning.title')}
        x={{ format: formatPercent, name: t('pruning.pruned'), domain: [0, MOST], ticks: TENTHS }}
        y={{ format: formatLoss }}
        right={last && { format: formatCompact, domain: [0, fastest], ticks: [last.y] }}
        lines={[
          line('layer', lossOf('layer')),
          line('global', lossOf('global')),
          line('recovered', back),
          line('speed', timed),
        ].filter((one) => one.points.length > 0)}
      />
    </ChartFrame>
  );
}

function Facts({ result, back }: { result: PruningResult; back: readonly PruningPoint[] }) {
  const { t } = useTranslation();
  const { denseLoss, recoverySteps } = result;
  return (
    <ul className={styles.facts}>
      {denseLoss !== null && <li>{t('pruning.dense', { loss: formatLoss(denseLoss) })}</li>}
      {back.map(({ amount, loss, recoveredLoss }) => {
        if (amount === 0) {
          const words = { steps: recoverySteps, loss: formatLoss(recoveredLoss!) };
          return <li key={amount}>{t('pruning.control', words)}</li>;
        }
        const rise = recoveredLoss! / (denseLoss ?? recoveredLoss!) - 1;
        const words = {
          amount: Math.round(100 * amount),
          steps: recoverySteps,
          loss: formatLoss(loss),
          recovered: formatLoss(recoveredLoss!),
          rise: (100 * rise).toFixed(1),
        };
        const isBack = rise <= RECOVERED_WITHIN;
        return <li key={amount}>{t(isBack ? 'pruning.back' : 'pruning.notBack', words)}</li>;
      })}
      <li>{t('pruning.noFaster')}</li>
    </ul>
  );
}
