import { ArrowRight, Play } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { homeExperiment } from '../../../experiments/all';
import { useObstacle } from '../../device/useObstacle';
import { TrainEstimate } from '../../settings/duration/TrainEstimate';
import { useLanguage } from '../../i18n/useLanguage';
import { Button } from '../../kit/Button';
import { formatLoss } from '../../kit/format';
import { experimentAddress, useRunAddress } from '../../stores/addresses';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import { startRun } from '../../stores/runActions';
import { useRunTitle } from '../../stores/useRunTitle';
import styles from './Cards.module.css';

/** The one press that trains a model; then how it is doing. */
export function GrowCard() {
  const { t } = useTranslation();
  const hasRun = useRun((run) => run !== null);
  return (
    <section className={styles.card} aria-labelledby="grow-title" data-tour="grow">
      <h2 id="grow-title">{t('start.grow')}</h2>
      {hasRun ? <Growing /> : <Begin />}
    </section>
  );
}

function Begin() {
  const { t } = useTranslation();
  const language = useLanguage();
  const bench = useBench();
  const whyId = useId();
  const { id, title } = homeExperiment(language);
  const obstacle = useObstacle(id);
  const steps = useBenchStore('drafts', ({ drafts }) => drafts[id]?.config.training.max_steps);
  return (
    <>
      <p>{t('start.growHelp', { title: title[language], steps })}</p>
      <Button
        look="signal"
        size="large"
        icon={<Play size={17} fill="currentColor" aria-hidden />}
        testId="train"
        isDisabled={obstacle !== null}
        describedBy={obstacle ? whyId : undefined}
        onPress={() => void startRun(bench, id)}
      >
        {t('start.train')}
      </Button>
      {!obstacle && <TrainEstimate experimentId={id} />}
      {obstacle && (
        <p id={whyId} className={styles.note}>
          {obstacle}
        </p>
      )}
      <p className={styles.note}>
        <Link href={experimentAddress(id)}>{t('start.settings')}</Link>
      </p>
    </>
  );
}

function Growing() {
  const { t } = useTranslation();
  const state = useRun((run) => run?.state ?? 'preparing');
  const step = useRun((run) => run?.progress?.step ?? 0);
  const total = useRun((run) => run?.progress?.maxSteps ?? run?.config.training.max_steps ?? 0);
  const loss = useRun((run) => run?.lastPoint?.loss);
  const floor = useRun((run) => run?.floor ?? null);
  const title = useRunTitle();
  const toRun = useRunAddress();
  return (
    <>
      <p>
        <strong>{title}</strong> · {t(`run.state.${state}`)} · {t('run.progress', { step, total })}
      </p>
      <progress value={step} max={Math.max(1, total)} aria-label={t('start.grow')} />
      <p className={styles.note}>
        {loss !== undefined && t('start.growLoss', { loss: formatLoss(loss) })}{' '}
        {floor !== null && t('start.growFloor', { floor: formatLoss(floor) })}
      </p>
      <p>
        <Link href={toRun} className={styles.more}>
          {t('start.toRun')} <ArrowRight size={14} aria-hidden />
        </Link>
      </p>
    </>
  );
}
