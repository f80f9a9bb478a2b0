import { useTranslation } from 'react-i18next';
import type { PruningPoint, PruningResult } from '../../../../host/protocol/pruning';
import { across, BOX, pathOf, roundScale, scale, upward } from '../../../charts/plot';
import { Plot, PlotLegend, PlotLine } from '../../../charts/Plot';
import { formatCompact, formatLoss, formatPercent } from '../../../kit/format';
import styles from './pruning.module.css';

const MOST = 0.9;
/** Of the dense loss: where a model counts as recovered. */
const RECOVERED_WITHIN = 0.01;
const COLORS = {
  layer: 'var(--held)',
  global: 'var(--signal)',
  recovered: 'var(--floor)',
  speed: 'var(--ink-3)',
} as const;
const MARKS = { layer: 'line', global: 'line', recovered: 'ring', speed: 'dotted' } as const;

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
      <PlotLegend
        entries={kinds.map((kind) => ({
          name: t(`pruning.line.${kind}`),
          color: COLORS[kind],
          mark: MARKS[kind],
        }))}
      />
      <Curves points={points} />
      <Facts result={result} back={back} />
    </>
  );
}

function Curves({ points }: { points: readonly PruningPoint[] }) {
  const { t } = useTranslation();
  const losses = points.flatMap(({ loss, recoveredLoss }) => [loss, recoveredLoss ?? loss]);
  const x = scale(0, MOST, across(BOX), 9);
  const y = roundScale(losses, upward(BOX));
  const timed = points.flatMap(({ amount, decodeTps }) =>
    decodeTps === null ? [] : [{ amount, decodeTps }],
  );
  // From 0, so that flat looks flat.
  const fastest = Math.max(1, ...timed.map(({ decodeTps }) => decodeTps));
  const speed = scale(0, fastest / 0.9, upward(BOX), 1);
  const last = timed.at(-1);
  return (
    <Plot
      label={t('pruning.title')}
      testId="pruning-curve"
      x={{ scale: x, format: formatPercent, name: t('pruning.pruned') }}
      y={{ scale: y, format: formatLoss }}
      right={last && { scale: { ...speed, ticks: [last.decodeTps] }, format: formatCompact }}
    >
      {(['layer', 'global'] as const).map((scope) => {
        const own = points
          .filter((one) => one.scope === scope)
          .map(({ amount, loss }) => [x.at(amount), y.at(loss)] as const);
        return (
          <g key={scope}>
            <PlotLine d={pathOf(own)} color={COLORS[scope]} />
            {own.map(([cx, cy]) => (
              <circle key={cx} cx={cx} cy={cy} r={3} fill={COLORS[scope]} />
            ))}
          </g>
        );
      })}
      <PlotLine
        d={pathOf(timed.map(({ amount, decodeTps }) => [x.at(amount), speed.at(decodeTps)]))}
        color={COLORS.speed}
        mark="dotted"
      />
      {points.map(
        ({ scope, amount, recoveredLoss }) =>
          recoveredLoss !== null && (
            <circle
              key={`${scope} ${amount}`}
              className={styles.recovered}
              cx={x.at(amount)}
              cy={y.at(recoveredLoss)}
              r={5.5}
            />
          ),
      )}
    </Plot>
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
