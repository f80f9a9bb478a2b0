import { useTranslation } from 'react-i18next';
import type { EvalPoint } from '../../../../host/protocol/run';
import { useRun } from '../../../stores/context';
import styles from './AccuracyCurve.module.css';
import { CURVE_TOKENS } from '../../../charts/chartColors';
import { lossDataOf, TASK_TRAINING } from './chartData';
import legend from './LossChart.module.css';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LinesChart } from '../../../charts/charts';
import { plainTicks, stepRange, stepTicks } from '../../../charts/lossScales';
import { useObjectiveName } from '../../../settings/useObjectiveName';

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
  const run = useRun((view) => view);
  const lines = useLines(run?.history.evals ?? []);
  if (!run || lines.length === 0) return null;
  const data = lossDataOf(run, [], NONE);
  const range = stepRange(data, logX);
  const latest = (name: string) => percent(lines.find((line) => line.name === name)?.points.at(-1));
  const summary = t('chart.accuracySummary', {
    training: latest(TASK_TRAINING),
    heldOut: latest('held'),
  });
  return (
    <div className={styles.accuracy}>
      <div className={legend.legend}>
        <b>{t('chart.accuracy')}</b>
        {lines.map(({ name, label, color, points }) => {
          const since = points[points.findLastIndex(({ accuracy }) => accuracy < GOOD) + 1]?.step;
          return (
            <span key={name} className={legend.entry}>
              <i style={{ borderColor: color }} /> {label}
              <b data-testid={name === 'held' ? 'accuracy' : undefined}>{percent(points.at(-1))}</b>
              {since !== undefined && t('curves.since', { step: since })}
            </span>
          );
        })}
      </div>
      <ChartFrame isBare label={summary} height={140}>
        <LinesChart
          hasNamedEnds
          label={summary}
          x={{
            isWhole: true,
            format: plainTicks,
            domain: range,
            isLog: logX,
            ...(logX && { ticks: stepTicks(data) }),
          }}
          y={{ format: (share) => `${100 * share} %`, ticks: [0, 0.5, 1], width: 58 }}
          lines={lines.map(({ name, label, color, points }) => ({
            id: name,
            name: label,
            color,
            points: points.map(({ step, accuracy }) => ({
              // A log axis begins at step 1.
              x: logX ? Math.max(1, step) : step,
              y: accuracy,
            })),
          }))}
        />
      </ChartFrame>
    </div>
  );
}

const percent = (point: Line['points'][number] | undefined): string =>
  point === undefined ? '–' : `${(100 * point.accuracy).toFixed(1)} %`;

/** Training and held-out answers of a task; of several objectives, those that can be right. */
function useLines(evals: readonly EvalPoint[]): Line[] {
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
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
  const sets = Object.keys(evals.at(-1)?.parts ?? {}).filter((name) => name !== TASK_TRAINING);
  return [
    line(TASK_TRAINING, t('chart.train'), 'var(--signal)', (at) => at.parts?.train?.accuracy),
    line('held', t('curves.objective.validation'), 'var(--held)', ({ accuracy }) => accuracy),
    ...sets.map((name, i) =>
      line(
        name,
        objectiveName(name),
        `var(${CURVE_TOKENS[i % CURVE_TOKENS.length]})`,
        (at) => at.parts?.[name]?.accuracy,
      ),
    ),
  ].filter(({ points }) => points.length > 0);
}
