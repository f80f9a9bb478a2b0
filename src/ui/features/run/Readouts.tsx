import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LossMark } from '../../kit/meters/LossMark';
import type { LossScale } from '../../kit/meters/lossScale';
import { MemoryBar } from '../../kit/meters/MemoryBar';
import {
  formatAmount,
  formatBytes,
  formatCompact,
  formatLoss,
  formatFigure,
} from '../../kit/format';
import { useRun } from '../../stores/context';
import { scaleOf } from './learnedShare';
import styles from './RunPanel.module.css';

/** The figures that matter, large. */
export function Readouts() {
  const { t } = useTranslation();
  const loss = useRun((run) => run?.lastPoint?.loss);
  const held = useRun((run) => run?.lastEval ?? null);
  const floor = useRun((run) => run?.floor ?? null);
  const progress = useRun((run) => run?.progress ?? null);
  const plan = useRun((run) => run?.plan ?? null);
  const run = useRun((view) => view);
  const scale = run ? scaleOf(run) : undefined;
  const gap = floor !== null && held ? held.validationLoss - floor : null;
  return (
    <dl className={styles.readouts}>
      <Readout
        name={t('run.loss')}
        look={styles.lossValue}
        value={loss === undefined ? '–' : formatLoss(loss)}
        figure={loss}
        scale={scale}
        unit={t('run.nats')}
        testId="loss"
        note={loss === undefined ? '' : t('run.choiceAmong', { n: among(loss) })}
      />
      <Readout
        name={t('run.heldOut')}
        look={styles.heldValue}
        value={held ? formatLoss(held.validationLoss) : '–'}
        figure={held?.validationLoss}
        scale={scale}
        unit={held ? `± ${held.standardError.toFixed(3)}` : ''}
        testId="held-out"
        note={held ? t('run.choiceAmong', { n: among(held.validationLoss) }) : ''}
      />
      {floor !== null && (
        <Readout
          name={t('run.floorGap')}
          look={styles.floorValue}
          value={gap === null ? '–' : formatLoss(gap)}
          unit={t('run.nats')}
          note={`${t('chart.floorShort')} ${formatLoss(floor)}`}
        />
      )}
      <Readout
        name={t('run.speed')}
        value={progress ? formatCompact(progress.tokensPerSecond) : '–'}
        figure={progress?.tokensPerSecond}
        unit={t('run.tokensPerSecond')}
        testId="speed"
        note={plan ? t('run.tokensEach', { n: formatAmount(plan.tokensPerStep) }) : ''}
      />
      <Readout
        name={t('run.stepTime')}
        value={progress ? formatFigure(progress.stepMs) : '–'}
        unit={t('run.ms')}
        note={plan ? `${formatCompact(plan.flopsPerStep)} FLOP` : ''}
      />
      <Readout
        name={t('run.memory')}
        value={plan ? (formatBytes(plan.totalBytes).split(' ')[0] ?? '–') : '–'}
        unit={plan ? (formatBytes(plan.totalBytes).split(' ')[1] ?? '') : ''}
        note={
          plan && (
            <span className={styles.memory}>
              <MemoryBar memory={plan.memory} totalBytes={plan.totalBytes} />
            </span>
          )
        }
      />
    </dl>
  );
}

/** A loss as the number of tokens it wavers among. */
function among(loss: number): string {
  const choices = Math.exp(loss);
  return choices < 10 ? choices.toFixed(1) : formatAmount(Math.round(choices));
}

function Readout(props: {
  name: string;
  value: string;
  unit: string;
  note: ReactNode;
  look?: string | undefined;
  testId?: string;
  /** The number behind the words, for whatever reads the page by program. */
  figure?: number | undefined;
  /** Of a loss, which gets its color. */
  scale?: LossScale | undefined;
}) {
  const { name, value, unit, note, look = '', testId, figure, scale } = props;
  return (
    <div className={styles.readout}>
      <dt>{name}</dt>
      <dd className={styles.value}>
        {scale && figure !== undefined && <LossMark loss={figure} scale={scale} />}
        <span className={look} data-testid={testId} data-value={figure}>
          {value}
        </span>
        <small>{unit}</small>
      </dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
