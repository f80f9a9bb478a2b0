import { useTranslation } from 'react-i18next';
import type { EvalPoint } from '../../../../host/protocol/run';
import { formatCount } from '../../../kit/format';
import { useLanguage } from '../../../i18n/useLanguage';
import { useRun } from '../../../stores/context';
import styles from './AccuracyCurve.module.css';
import { PART_TOKENS } from '../../../charts/chartColors';
import { lossDataOf, TASK_TRAINING } from './chartData';
import legend from './LossChart.module.css';
import { stepRange, stepShare } from '../../../charts/lossScales';
import { usePartWords } from '../../../settings/usePartWords';

const WIDTH = 600;
const HEIGHT = 100;
const GOOD = 0.99;
const NONE: ReadonlySet<string> = new Set();

interface Line {
  readonly name: string;
  readonly label: string;
  readonly color: string;
  readonly points: readonly { readonly step: number; readonly accuracy: number }[];
}

/** Share of whole answers that are right: training may be there long before the rest. */
export function AccuracyCurve({ logX }: { logX: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const run = useRun((view) => view);
  const lines = useLines(run?.history.evals ?? []);
  if (!run || lines.length === 0) return null;
  const range = stepRange(lossDataOf(run, [], NONE), logX);
  const x = (step: number): number => WIDTH * stepShare(step, range, logX);
  const y = (accuracy: number): number => HEIGHT * (1 - accuracy);
  const latest = (name: string) => percent(lines.find((line) => line.name === name)?.points.at(-1));
  return (
    <figure className={styles.accuracy}>
      <figcaption className={legend.legend}>
        <b>{t('chart.accuracy')}</b>
        {lines.map(({ name, label, color, points }) => {
          const since = points[points.findLastIndex(({ accuracy }) => accuracy < GOOD) + 1]?.step;
          return (
            <span key={name} className={legend.entry}>
              <i style={{ borderColor: color }} /> {label}
              <b data-testid={name === 'held' ? 'accuracy' : undefined}>{percent(points.at(-1))}</b>
              {since !== undefined && t('curves.since', { step: formatCount(since, language) })}
            </span>
          );
        })}
      </figcaption>
      <div className={styles.plot}>
        <ol className={styles.scale} aria-hidden>
          <li>100 %</li>
          <li>50 %</li>
          <li>0 %</li>
        </ol>
        <svg
          viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('chart.accuracySummary', {
            training: latest(TASK_TRAINING),
            heldOut: latest('held'),
          })}
        >
          {[0, 0.5, 1].map((share) => (
            <line key={share} x1={0} x2={WIDTH} y1={y(share)} y2={y(share)} />
          ))}
          {lines.map(({ name, color, points }) => (
            <polyline
              key={name}
              style={{ stroke: color }}
              points={points
                .map(({ step, accuracy }) => `${x(step).toFixed(1)},${y(accuracy).toFixed(1)}`)
                .join(' ')}
            />
          ))}
        </svg>
      </div>
    </figure>
  );
}

const percent = (point: Line['points'][number] | undefined): string =>
  point === undefined ? '–' : `${(100 * point.accuracy).toFixed(1)} %`;

/** Training and held-out answers of a task; of several objectives, those that can be right. */
function useLines(evals: readonly EvalPoint[]): Line[] {
  const { t } = useTranslation();
  const partWords = usePartWords();
  const line = (
    name: string,
    label: string,
    color: string,
    of: (point: EvalPoint) => number | undefined,
  ): Line => ({
    name,
    label,
    color,
    points: evals.flatMap((point) => {
      const accuracy = of(point);
      return accuracy === undefined ? [] : [{ step: point.step, accuracy }];
    }),
  });
  const parts = Object.keys(evals.at(-1)?.parts ?? {}).filter((name) => name !== TASK_TRAINING);
  return [
    line(TASK_TRAINING, t('chart.train'), 'var(--signal)', (at) => at.parts?.train?.accuracy),
    line('held', t('chart.heldOutShort'), 'var(--held)', ({ accuracy }) => accuracy),
    ...parts.map((name, i) =>
      line(
        name,
        partWords(name),
        `var(${PART_TOKENS[i % PART_TOKENS.length]})`,
        (at) => at.parts?.[name]?.accuracy,
      ),
    ),
  ].filter(({ points }) => points.length > 0);
}
