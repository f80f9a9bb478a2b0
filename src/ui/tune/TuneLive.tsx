import { useTranslation } from 'react-i18next';
import type { LiveRun } from '../../host/tuneResult';
import { formatLoss, formatPercent } from '../format';
import { useBenchStore } from '../stores/context';
import styles from './tune.module.css';

const WIDTH = 760;
const HEIGHT = 220;
const LEFT = 48;
const RIGHT = 48;
const TOP = 12;
const BOTTOM = 26;

/** The run at hand: its loss, and how many held-out examples it gets right. */
export function TuneLive() {
  const { t } = useTranslation();
  const update = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune.update,
  );
  const live = update?.live;
  if (!live || live.log.length === 0) return null;
  const last = live.evals.at(-1);
  const first = live.evals[0];
  const words = update.result.baseline.find(({ seed }) => seed === live.seed)?.accuracy;
  const forgetting = last?.parts?.forgetting?.loss;
  const knew = first?.parts?.forgetting?.loss;
  const figures: [string, string, string?][] = [
    [t('tune.live.loss'), formatLoss(live.log.at(-1)!.loss)],
    [t('tune.live.heldOut'), last ? formatLoss(last.validationLoss) : '–'],
    ...(last?.accuracy === undefined
      ? []
      : [
          [t('tune.live.right'), formatPercent(last.accuracy), 'tune-right'] as [
            string,
            string,
            string,
          ],
        ]),
    ...(last?.classes
      ? [[t('tune.live.f1'), last.classes.macroF1.toFixed(3)] as [string, string]]
      : []),
    ...(words === undefined || live.arm === null
      ? []
      : [[t('tune.live.baseline'), formatPercent(words)] as [string, string]]),
    ...(forgetting === undefined || knew === undefined
      ? []
      : [
          [t('tune.live.forgetting'), `${formatLoss(knew)} → ${formatLoss(forgetting)}`] as [
            string,
            string,
          ],
        ]),
  ];
  return (
    <section className={styles.section} aria-labelledby="tune-live">
      <h2 id="tune-live">{t('tune.live.title')}</h2>
      <dl className={styles.figures}>
        {figures.map(([name, value, testId]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-testid={testId}>{value}</dd>
          </div>
        ))}
      </dl>
      <LiveChart live={live} words={live.arm === null ? undefined : words} />
    </section>
  );
}

function LiveChart({ live, words }: { live: LiveRun; words: number | undefined }) {
  const { t } = useTranslation();
  const { log, evals, maxSteps } = live;
  const losses = log.map(({ loss }) => loss);
  const high = Math.max(...losses) * 1.05;
  const low = Math.min(0.9 * Math.min(...losses), high - 1e-6);
  const x = (step: number): number =>
    LEFT + (step / Math.max(1, maxSteps)) * (WIDTH - LEFT - RIGHT);
  const span = HEIGHT - TOP - BOTTOM;
  const y = (loss: number): number => TOP + ((high - loss) / (high - low)) * span;
  const share = (accuracy: number): number => TOP + (1 - accuracy) * span;
  const path = (points: readonly (readonly [number, number])[]): string =>
    points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
  const right = evals.flatMap(({ step, accuracy }) =>
    accuracy === undefined ? [] : [[x(step), share(accuracy)] as const],
  );
  return (
    <div className={styles.plot}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('tune.live.chart')}>
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <g key={part} className={styles.tick}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={TOP + part * span} y2={TOP + part * span} />
            <text x={LEFT - 8} y={TOP + part * span + 4} textAnchor="end">
              {formatLoss(high - part * (high - low))}
            </text>
            {right.length > 0 && (
              <text x={WIDTH - RIGHT + 8} y={TOP + part * span + 4} data-side="right">
                {Math.round(100 * (1 - part))}%
              </text>
            )}
            <text x={x(part * maxSteps)} y={HEIGHT - 6} textAnchor="middle">
              {Math.round(part * maxSteps)}
            </text>
          </g>
        ))}
        {words !== undefined && (
          <line
            className={styles.baseline}
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={share(words)}
            y2={share(words)}
          />
        )}
        <path className={styles.loss} d={path(log.map(({ step, loss }) => [x(step), y(loss)]))} />
        <path className={styles.right} d={path(right)} />
        {right.map(([px, py]) => (
          <circle key={px} className={styles.dot} cx={px} cy={py} r={3.5} />
        ))}
      </svg>
      <ul className={styles.legend} aria-hidden>
        <li data-id="loss">{t('tune.live.loss')}</li>
        {right.length > 0 && <li data-id="right">{t('tune.live.right')}</li>}
        {words !== undefined && <li data-id="words">{t('tune.live.baseline')}</li>}
      </ul>
    </div>
  );
}
