import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { Button } from '../../kit/Button';
import { formatLoss, formatPercent, formatSigned } from '../../kit/format';
import data from '../../kit/panel.module.css';
import { ProgressBar } from '../../kit/meters/ProgressBar';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import { isActive, type RunView } from '../../stores/runView';
import styles from './models.module.css';
import { outcomeOf, readyRunId, trainAgain } from './readyActions';

/** What a ready-made model is, how it was made, and the button that makes it again. */
export function ReadyCard({ id }: { id: string }) {
  const model = useBenchStore('models', ({ ready }) =>
    ready?.find((one) => one.id === id.split('@')[0]),
  );
  return model ? <CardOf model={model} /> : null;
}

function CardOf({ model }: { model: ReadyModel }) {
  const { id, card } = model;
  const { t } = useTranslation();
  const language = useLanguage();
  const { about, limits, engine, date, command } = card;
  const madeOn = engine.kind === 'cpu' ? t('ready.cpu', { name: engine.name }) : engine.name;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return (
    <div data-testid="ready-card" className={styles.ready}>
      <p>{about[language]}</p>
      <p data-testid="ready-trained">
        {t('ready.trained', { engine: madeOn, date: day.format(new Date(date)) })}
      </p>
      <dl className={styles.facts}>
        {useFigures(model).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('ready.command')}</dt>
          <dd>
            <code>{command}</code>
          </dd>
        </div>
        <div className={styles.wide}>
          <dt>{t('ready.limits')}</dt>
          <dd>{limits[language]}</dd>
        </div>
      </dl>
      <Again id={id} loss={card.loss} />
    </div>
  );
}

function useFigures({ card, labels }: ReadyModel): [string, string][] {
  const { t } = useTranslation();
  const { loss, lossError, accuracy, exactMatch, induction, checkpoints } = card;
  const { steps: count, seed, seconds } = card;
  const figures: [string, string | null][] = [
    [
      t('ready.loss'),
      t(labels ? 'ready.lossOfExamples' : 'ready.lossOf', {
        loss: formatLoss(loss),
        error: formatLoss(lossError),
      }),
    ],
    [
      t('compare.metric.accuracy'),
      labels && accuracy !== undefined ? formatPercent(accuracy) : null,
    ],
    [t('ready.exactMatch'), exactMatch === undefined ? null : formatPercent(exactMatch)],
    [
      t('ready.induction'),
      induction
        ? t('ready.inductionOf', {
            layer: induction.layer + 1,
            head: induction.head + 1,
            share: formatPercent(induction.score),
          })
        : null,
    ],
    [t('ready.steps'), t('ready.stepsOf', { count, seed, seconds })],
    [
      t('ready.checkpoints'),
      checkpoints
        ? t('ready.checkpointsOf', { steps: checkpoints.map(({ step }) => step).join(', ') })
        : null,
    ],
  ];
  return figures.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/** The very config as a run of the page; its loss beside the card's in the end. */
function Again({ id, loss }: { id: string; loss: number }) {
  const { t } = useTranslation();
  const bench = useBench();
  const run = useRun((open) => (open?.experimentId === readyRunId(id) ? open : null));
  const isRunning = run !== null && isActive(run.state);
  return (
    <>
      <div className={data.row}>
        <Button
          icon={<RotateCw size={15} aria-hidden />}
          testId="ready-again"
          isDisabled={isRunning}
          onPress={() => void trainAgain(bench, id)}
        >
          {t('ready.again')}
        </Button>
        <span className={data.facts}>{t('ready.againHelp')}</span>
      </div>
      <div role="status" data-testid="ready-outcome">
        {run && <Outcome run={run} loss={loss} />}
      </div>
    </>
  );
}

function Outcome({ run, loss }: { run: RunView; loss: number }) {
  const { t } = useTranslation();
  const found = outcomeOf(run, loss);
  if (found) {
    const change = `${formatSigned(100 * found.change, 2)} %`;
    const figures = { loss: formatLoss(found.loss), card: formatLoss(loss), change };
    return (
      <p>
        {t('ready.compared', figures)}{' '}
        <strong>{t(found.isReproduced ? 'ready.reproduced' : 'ready.notReproduced')}</strong>
      </p>
    );
  }
  if (!isActive(run.state)) return <p>{run.error?.message ?? t('ready.ended')}</p>;
  const { step = 0, maxSteps: steps = run.config.training.max_steps } = run.progress ?? {};
  const words = run.progress ? t('ready.running', { step, steps }) : t('ready.preparing');
  return (
    <>
      <p>{words}</p>
      <ProgressBar label={words} share={run.progress ? step / steps : undefined} />
    </>
  );
}
