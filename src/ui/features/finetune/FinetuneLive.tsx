import { useTranslation } from 'react-i18next';
import type { LiveRun } from '../../../host/protocol/finetune';
import { FEW_HELD_OUT } from '../../../training/data/examples/examples';
import { ChartFrame } from '../../charts/ChartFrame';
import { LinesChart } from '../../charts/charts';
import type { ChartLine } from '../../charts/LinesChart';
import { ChartLegend, type Named } from '../../charts/look';
import { formatLoss, formatPercent, formatStep } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

const LOSS = 'var(--signal)';
const RIGHT = 'var(--held)';
const WORDS = 'var(--floor)';

/** The run at hand: its loss, and how many held-out examples it gets right. */
export function FinetuneLive() {
  const { t } = useTranslation();
  const update = useBenchStore('finetune', (finetune) => finetune.update);
  const live = update?.result.live;
  if (!live || live.log.length === 0) return null;
  const last = live.evals.at(-1);
  const first = live.evals[0];
  const { heldOut } = update.result;
  const words = update.result.baseline.find(({ seed }) => seed === live.seed)?.accuracy;
  const forgetting = last?.parts?.forgetting?.loss;
  const knew = first?.parts?.forgetting?.loss;
  const isFew = heldOut !== null && heldOut < FEW_HELD_OUT;
  const shareWords = (share: number): string =>
    isFew
      ? t('finetune.results.few', { right: Math.round(share * heldOut), all: heldOut })
      : formatPercent(share);
  const figures: [string, string, string?][] = [
    [t('chart.train'), formatLoss(live.log.at(-1)!.loss)],
    [t('run.heldOut'), last ? formatLoss(last.validationLoss) : '–'],
    ...(last?.accuracy === undefined
      ? []
      : [
          [t('chart.accuracy'), shareWords(last.accuracy), 'finetune-right'] as [
            string,
            string,
            string,
          ],
        ]),
    ...(last?.classes
      ? [[t('finetune.live.f1'), last.classes.macroF1.toFixed(3)] as [string, string]]
      : []),
    ...(words === undefined || live.arm === null
      ? []
      : [[t('finetune.results.bagOfWords'), shareWords(words)] as [string, string]]),
    ...(forgetting === undefined || knew === undefined
      ? []
      : [
          [t('finetune.live.forgetting'), `${formatLoss(knew)} → ${formatLoss(forgetting)}`] as [
            string,
            string,
          ],
        ]),
  ];
  return (
    <section className={styles.section} aria-labelledby="finetune-live">
      <h2 id="finetune-live">{t('finetune.live.title')}</h2>
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
  const right = evals.flatMap(({ step, accuracy }) =>
    accuracy === undefined ? [] : [{ x: step, y: accuracy }],
  );
  const loss = { name: t('chart.train'), color: LOSS };
  const share = { name: t('chart.accuracy'), color: RIGHT };
  const baseline: Named = { name: t('finetune.results.bagOfWords'), color: WORDS, mark: 'dashed' };
  const hasRight = right.length > 0;
  const levels = words === undefined ? [] : [{ ...baseline, at: words, axis: 'right' as const }];
  return (
    <>
      <ChartLegend entries={[loss, ...(hasRight ? [share] : []), ...levels]} />
      <ChartFrame label={t('finetune.live.chart')} height={250}>
        <LinesChart
          label={t('finetune.live.chart')}
          x={{
            isWhole: true,
            format: formatStep,
            name: t('settings.unit.steps'),
            domain: [0, maxSteps],
          }}
          y={{ format: formatLoss }}
          right={hasRight ? { format: formatPercent, domain: [0, 1], ticks: QUARTERS } : undefined}
          levels={hasRight ? levels : []}
          lines={(
            [
              { ...loss, id: 'loss', points: log.map((line) => ({ x: line.step, y: line.loss })) },
              { ...share, id: 'right', points: right, axis: 'right', hasDots: true },
            ] satisfies ChartLine[]
          ).filter(({ points }) => points.length > 0)}
        />
      </ChartFrame>
    </>
  );
}

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];
