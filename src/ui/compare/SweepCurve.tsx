import { useTranslation } from 'react-i18next';
import type { SweepPoint, SweepResult } from '../../host/sweepResult';
import { formatCompact, formatLoss } from '../format';
import styles from './sweep.module.css';

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 60;
const TOP = 14;
const BOTTOM = 40;
const MOST = 0.9;
/** Of the dense loss: where a model counts as recovered. */
const RECOVERED_WITHIN = 0.01;

interface Frame {
  readonly x: (amount: number) => number;
  readonly y: (loss: number) => number;
  readonly speed: (tps: number) => number;
  readonly ticks: readonly number[];
}

function frameOf(points: readonly SweepPoint[]): Frame {
  const losses = points.flatMap(({ loss, recoveredLoss }) => [loss, recoveredLoss ?? loss]);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const room = (high - low || 1) * 0.07;
  const fastest = Math.max(1, ...points.map(({ decodeTps }) => decodeTps ?? 0));
  const height = HEIGHT - TOP - BOTTOM;
  return {
    x: (amount) => LEFT + (amount / MOST) * (WIDTH - LEFT - RIGHT),
    y: (loss) => TOP + ((high + room - loss) / (high - low + 2 * room)) * height,
    // From 0, so that flat looks flat.
    speed: (tps) => TOP + (1 - (0.9 * tps) / fastest) * height,
    ticks: Array.from({ length: 5 }, (_, i) => low + ((high - low) * i) / 4),
  };
}

const lineOf = (points: readonly SweepPoint[], at: (one: SweepPoint) => [number, number]): string =>
  points.map((one, i) => `${i === 0 ? 'M' : 'L'}${at(one).join(' ')}`).join('');

/** Loss against the share that went; the speed beside it does not move. */
export function SweepCurve({ result }: { result: SweepResult }) {
  const { t } = useTranslation();
  const { points, denseLoss, recoverySteps } = result;
  if (points.length === 0) return null;
  const { x, y, speed, ticks } = frameOf(points);
  const timed = points.filter(({ decodeTps }) => decodeTps !== null);
  const back = points.filter(({ recoveredLoss }) => recoveredLoss !== null);
  return (
    <>
      <Legend hasRecovered={back.length > 0} />
      <div className={styles.plot} data-testid="sweep-curve">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('sweep.title')}>
          {ticks.map((tick) => (
            <g key={tick} className={styles.tick}>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
                {formatLoss(tick)}
              </text>
            </g>
          ))}
          {Array.from({ length: 10 }, (_, i) => (
            <text key={i} className={styles.axis} x={x(i / 10)} y={HEIGHT - 22} textAnchor="middle">
              {`${10 * i}%`}
            </text>
          ))}
          <text className={styles.axis} x={LEFT} y={HEIGHT - 4}>
            {t('sweep.pruned')} →
          </text>
          {(['layer', 'global'] as const).map((scope) => {
            const own = points.filter((one) => one.scope === scope);
            return (
              <g key={scope}>
                <path
                  className={styles.line}
                  data-kind={scope}
                  d={lineOf(own, ({ amount, loss }) => [x(amount), y(loss)])}
                />
                {own.map(({ amount, loss }) => (
                  <circle
                    key={amount}
                    className={styles.dot}
                    data-kind={scope}
                    cx={x(amount)}
                    cy={y(loss)}
                    r={3}
                  />
                ))}
              </g>
            );
          })}
          <path
            className={styles.line}
            data-kind="speed"
            d={lineOf(timed, ({ amount, decodeTps }) => [x(amount), speed(decodeTps ?? 0)])}
          />
          {back.map(({ amount, recoveredLoss }) => (
            <circle
              key={amount}
              className={styles.dot}
              data-kind="recovered"
              cx={x(amount)}
              cy={y(recoveredLoss!)}
              r={5.5}
            />
          ))}
          {timed.length > 0 && (
            <text
              className={styles.axis}
              x={WIDTH - RIGHT + 6}
              y={speed(timed.at(-1)!.decodeTps!) + 4}
            >
              {formatCompact(timed.at(-1)!.decodeTps!)}
            </text>
          )}
        </svg>
      </div>
      <ul className={styles.facts}>
        {denseLoss !== null && <li>{t('sweep.dense', { loss: formatLoss(denseLoss) })}</li>}
        {back.map(({ amount, loss, recoveredLoss }) => {
          const rise = recoveredLoss! / (denseLoss ?? recoveredLoss!) - 1;
          const words = {
            amount: Math.round(100 * amount),
            steps: recoverySteps,
            loss: formatLoss(loss),
            recovered: formatLoss(recoveredLoss!),
            rise: (100 * rise).toFixed(1),
          };
          const isBack = rise <= RECOVERED_WITHIN;
          return <li key={amount}>{t(isBack ? 'sweep.back' : 'sweep.notBack', words)}</li>;
        })}
        <li>{t('sweep.noFaster')}</li>
      </ul>
    </>
  );
}

function Legend({ hasRecovered }: { hasRecovered: boolean }) {
  const { t } = useTranslation();
  const kinds = [
    'layer',
    'global',
    ...(hasRecovered ? (['recovered'] as const) : []),
    'speed',
  ] as const;
  return (
    <ul className={styles.legend} aria-hidden>
      {kinds.map((kind) => (
        <li key={kind} data-kind={kind}>
          {t(`sweep.line.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
