import { useTranslation } from 'react-i18next';
import type { LiveRun } from '../../../host/protocol/finetune';
import { FEW_HELD_OUT } from '../../../training/data/examples/examples';
import {
  across,
  BOX as SHARED_BOX,
  pathOf,
  roundScale,
  scale,
  stepScale,
  upward,
} from '../../charts/plot';
import { Plot, PlotLegend, PlotLine } from '../../charts/Plot';
import { formatLoss, formatPercent } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

const BOX = { ...SHARED_BOX, height: 240 };
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
    [t('finetune.live.loss'), formatLoss(live.log.at(-1)!.loss)],
    [t('finetune.live.heldOut'), last ? formatLoss(last.validationLoss) : '–'],
    ...(last?.accuracy === undefined
      ? []
      : [
          [t('finetune.live.right'), shareWords(last.accuracy), 'finetune-right'] as [
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
      : [[t('finetune.live.baseline'), shareWords(words)] as [string, string]]),
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
  const x = stepScale(maxSteps, across(BOX));
  const y = roundScale(
    log.map(({ loss }) => loss),
    upward(BOX),
  );
  const share = scale(0, 1, upward(BOX), 4);
  const right = evals.flatMap(({ step, accuracy }) =>
    accuracy === undefined ? [] : [[x.at(step), share.at(accuracy)] as const],
  );
  return (
    <>
      <PlotLegend
        entries={[
          { name: t('finetune.live.loss'), color: LOSS },
          ...(right.length > 0 ? [{ name: t('finetune.live.right'), color: RIGHT }] : []),
          ...(words === undefined
            ? []
            : [{ name: t('finetune.live.baseline'), color: WORDS, mark: 'dashed' as const }]),
        ]}
      />
      <Plot
        label={t('finetune.live.chart')}
        box={BOX}
        x={{ scale: x, format: (step) => String(Math.round(step)), name: t('finetune.live.steps') }}
        y={{ scale: y, format: formatLoss }}
        right={right.length > 0 ? { scale: share, format: formatPercent } : undefined}
      >
        {words !== undefined && (
          <PlotLine
            d={pathOf(across(BOX).map((edge) => [edge, share.at(words)]))}
            color={WORDS}
            mark="dashed"
          />
        )}
        <PlotLine d={pathOf(log.map(({ step, loss }) => [x.at(step), y.at(loss)]))} color={LOSS} />
        <PlotLine d={pathOf(right)} color={RIGHT} />
        {right.map(([cx, cy]) => (
          <circle key={cx} cx={cx} cy={cy} r={3.5} fill={RIGHT} />
        ))}
      </Plot>
    </>
  );
}
