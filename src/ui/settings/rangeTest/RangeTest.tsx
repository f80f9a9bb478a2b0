import { Radar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useErrorWords } from '../../kit/useErrorWords';
import { useObstacle } from '../../device/useObstacle';
import { formatSetting } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import type { Draft } from '../../stores/drafts';
import { stopFinding } from './finder';
import { findRate, RANGE_TEST_STEPS } from './finderActions';
import { TrainEstimate } from '../duration/TrainEstimate';
import { SETTINGS } from '../settings';
import { RateCurve } from './RateCurve';
import styles from './RangeTest.module.css';

/** Under the learning rate: one press finds it, one more applies what was found. */
export function RangeTest({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const bench = useBench();
  const words = useErrorWords();
  const finder = useBenchStore('finder', (state) => state);
  const obstacle = useObstacle(experimentId);
  const isHere = finder.experimentId === experimentId;
  const isWaiting = useBenchStore('jobs', ({ jobs }) =>
    (jobs ?? []).some(
      (job) =>
        job.kind === 'range_test' && job.state === 'waiting' && job.experimentId === experimentId,
    ),
  );
  const isRangeTesting = finder.state === 'preparing' || finder.state === 'running';
  return (
    <div className={styles.finder} data-testid="finder" data-state={isHere ? finder.state : 'idle'}>
      <div className={styles.keys}>
        {isHere && isRangeTesting ? (
          <Button size="small" onPress={() => void stopFinding(bench)}>
            {t('run.stop')}
          </Button>
        ) : (
          <Button
            size="small"
            icon={<Radar size={13} aria-hidden />}
            testId="finder-start"
            isDisabled={isRangeTesting || isWaiting || obstacle !== null}
            onPress={() => void findRate(bench, experimentId)}
          >
            {t(isHere && finder.points.length > 0 ? 'finder.restart' : 'finder.start')}
          </Button>
        )}
        <Progress isHere={isHere} isWaiting={isWaiting} />
        {!isRangeTesting && <TrainEstimate experimentId={experimentId} steps={RANGE_TEST_STEPS} />}
      </div>
      {isHere && finder.error && <p className={styles.error}>{words(finder.error)}</p>}
      {isHere && finder.points.length > 1 && (
        <>
          <RateCurve points={finder.points} suggestion={finder.suggestion} />
          {finder.state === 'done' && (
            <Found experimentId={experimentId} draft={draft} suggestion={finder.suggestion} />
          )}
        </>
      )}
    </div>
  );
}

function Progress({ isHere, isWaiting }: { isHere: boolean; isWaiting: boolean }) {
  const { t } = useTranslation();
  const { state, points } = useBenchStore('finder', (finder) => finder);
  const steps = RANGE_TEST_STEPS;
  if (isHere && state === 'preparing') return <span>{t('finder.preparing')}</span>;
  if (isHere && state === 'running')
    return <span>{t('finder.running', { step: points.length, steps })}</span>;
  return <span>{isWaiting ? t('jobs.inQueue') : t('finder.help', { steps })}</span>;
}

function Found(props: { experimentId: string; draft: Draft; suggestion: number | null }) {
  const { experimentId, draft, suggestion } = props;
  const { t } = useTranslation();
  const bench = useBench();
  if (suggestion === null) return <p>{t('finder.none')}</p>;
  const rate = formatSetting(suggestion);
  const isApplied = draft.config.training.learning_rate === suggestion;
  const apply = (): void => {
    for (const [id, value] of [
      ['learning_rate', suggestion],
      ['min_learning_rate', suggestion / 10],
    ] as const) {
      const setting = SETTINGS.find((one) => one.id === id)!;
      bench.drafts.getState().set(experimentId, setting, Number(value.toPrecision(2)));
    }
  };
  return (
    <div className={styles.keys}>
      <Button
        look="signal"
        size="small"
        testId="finder-apply"
        isDisabled={isApplied}
        onPress={apply}
      >
        {isApplied ? t('finder.applied') : t('finder.apply', { rate })}
      </Button>
      <span>{t('finder.suggestion', { rate })}</span>
    </div>
  );
}
