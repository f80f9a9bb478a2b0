import { useTranslation } from 'react-i18next';
import { benchmarkScores } from '../../../../host/studies/finetune/figures';
import type { LiveRun } from '../../../../host/protocol/finetune';
import type { SamplePoint } from '../../../../host/protocol/run';
import { setOfTerm } from '../../../../training/objectives/termNames';
import { FEW_HELD_OUT } from '../../../../training/data/examples/examples';
import { ChartFrame } from '../../../charts/ChartFrame';
import { LinesChart } from '../../../charts/charts';
import type { ChartLine } from '../../../charts/lines';
import { ChartLegend, type Named } from '../../../charts/look';
import { formatLoss, formatPercent, formatStep } from '../../../kit/format';
import { useObjectiveName } from '../../../settings/useObjectiveName';
import { Section } from '../../../kit/Section';
import { useBenchStore } from '../../../stores/context';
import { LiveSets } from './FinetuneSetResults';
import { TextCards } from '../../study/TextCards';
import styles from '../finetune.module.css';

const LOSS = 'var(--signal)';
const RIGHT = 'var(--held)';
const WORDS = 'var(--floor)';
const OTHERS = [
  'var(--mem-logits)',
  'var(--mem-activations)',
  'var(--mem-workspace)',
  'var(--mem-optimizer)',
];

/** The run at hand: its loss, and how many held-out examples it gets right. */
export function FinetuneLive() {
  const { t } = useTranslation();
  const update = useBenchStore('finetune', (finetune) => finetune.update);
  const live = update?.result.live;
  if (!live || live.log.length === 0) return null;
  const last = live.evals.at(-1);
  const first = live.evals[0];
  const { heldOut } = update.result;
  const baseline = update.result.baseline.find(
    // Those of several sets stand in their rows.
    ({ seed, set }) => seed === live.seed && set === undefined,
  )?.accuracy;
  const words = live.arm === null ? undefined : baseline;
  const forgetting = last?.parts?.forgetting?.loss;
  const knew = first?.parts?.forgetting?.loss;
  const isFew = heldOut !== null && heldOut < FEW_HELD_OUT;
  const shareWords = (share: number | undefined): string | undefined => {
    if (share === undefined) return undefined;
    if (!isFew) return formatPercent(share);
    return t('finetune.results.few', { right: Math.round(share * heldOut), all: heldOut });
  };
  const figures: { name: string; value: string | undefined; testId?: string }[] = [
    { name: t('chart.train'), value: formatLoss(live.log.at(-1)!.loss) },
    { name: t('run.heldOut'), value: last ? formatLoss(last.validationLoss) : '–' },
    {
      name: t('chart.accuracy'),
      value: shareWords(last?.accuracy),
      testId: 'finetune-right',
    },
    ...update.result.metrics.flatMap((metric) => {
      const value = last && benchmarkScores(last)?.[metric];
      return value === undefined
        ? []
        : [{ name: t(`cards.metric.${metric}`), value: value.toFixed(3) }];
    }),
    { name: t('finetune.live.f1'), value: last?.classes?.macroF1.toFixed(3) },
    { name: t('finetune.results.bagOfWords'), value: shareWords(words) },
    {
      name: t('finetune.live.forgetting'),
      value:
        forgetting === undefined || knew === undefined
          ? undefined
          : `${formatLoss(knew)} → ${formatLoss(forgetting)}`,
    },
    // Under their names in TRL.
    ...Object.entries(live.log.at(-1)!.parts ?? {}).flatMap(([name, value]) =>
      setOfTerm(name) === null
        ? [{ name, value: value.toFixed(3), testId: `finetune-${name.replace('/', '-')}` }]
        : [],
    ),
  ];
  return (
    <Section id="finetune-live" title={t('finetune.live.title')}>
      <dl className={styles.figures}>
        {figures
          .filter(({ value }) => value !== undefined)
          .map(({ name, value, testId }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-testid={testId}>{value}</dd>
            </div>
          ))}
      </dl>
      <LiveSets evals={live.evals} />
      <LiveChart live={live} words={words} />
    </Section>
  );
}

function LiveChart({ live, words }: { live: LiveRun; words: number | undefined }) {
  const { t } = useTranslation();
  const nameOf = useObjectiveName();
  const { log, evals, maxSteps, floor } = live;
  const right = evals.flatMap(({ step, accuracy }) =>
    accuracy === undefined ? [] : [{ x: step, y: accuracy }],
  );
  const loss = { name: t('chart.train'), color: LOSS };
  const share = { name: t('chart.accuracy'), color: RIGHT };
  const baseline: Named = { name: t('finetune.results.bagOfWords'), color: WORDS, mark: 'dashed' };
  const hasRight = right.length > 0;
  // Beside examples the losses would be those of other things.
  const heldOut = { name: t('run.heldOut'), color: RIGHT };
  const others = Object.keys(evals.at(-1)?.parts ?? {}).map((part, index) => ({
    id: part,
    name: nameOf(part),
    color: OTHERS[index % OTHERS.length]!,
    points: evals.flatMap(({ step, parts }) =>
      parts?.[part] ? [{ x: step, y: parts[part].loss }] : [],
    ),
    hasDots: true,
  }));
  const lowest: Named = { name: t('chart.floor'), color: WORDS, mark: 'dashed' };
  const levels = words === undefined ? [] : [{ ...baseline, at: words, axis: 'right' as const }];
  const lines: ChartLine[] = [
    { ...loss, id: 'loss', points: log.map((line) => ({ x: line.step, y: line.loss })) },
    hasRight
      ? { ...share, id: 'right', points: right, axis: 'right', hasDots: true }
      : {
          ...heldOut,
          id: 'heldOut',
          points: evals.map(({ step, validationLoss }) => ({ x: step, y: validationLoss })),
          hasDots: true,
        },
    ...others,
  ];
  const shownLevels = hasRight ? levels : floor === null ? [] : [{ ...lowest, at: floor }];
  return (
    <>
      <ChartLegend entries={[loss, hasRight ? share : heldOut, ...others, ...shownLevels]} />
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
          levels={shownLevels}
          lines={lines.filter(({ points }) => points.length > 0)}
        />
      </ChartFrame>
    </>
  );
}

const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** What the model writes from one prompt, before the first step and after the last. */
export function BeforeAfter() {
  const { t } = useTranslation();
  const live = useBenchStore('finetune', ({ update }) => update?.result.live);
  if (!live?.before || live.arm === null) return null;
  const { before, after } = live;
  const cards = [written(t('finetune.texts.before'), before)];
  if (after && after.step > before.step)
    cards.push(written(t('finetune.texts.after', { count: after.step }), after));
  return (
    <Section id="finetune-texts" title={t('finetune.texts.title')} help={t('finetune.texts.help')}>
      <TextCards cards={cards} />
    </Section>
  );
}

const written = (title: string, { step, prompt, text }: SamplePoint) => ({
  key: String(step),
  title,
  text: (
    <>
      <b>{prompt}</b>
      {text}
    </>
  ),
});
