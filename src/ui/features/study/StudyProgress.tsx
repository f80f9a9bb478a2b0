import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyKind } from '../../../host/protocol/study';
import { Button } from '../../kit/Button';
import { ErrorText } from '../../kit/ErrorText';
import { useFocusWhenLost } from '../../kit/useFocusWhenLost';
import { formatDuration } from '../../kit/format';
import { ProgressBar } from '../../kit/meters/ProgressBar';
import { useBench, useBenchStore } from '../../stores/context';
import { stopStudy } from './study';
import type { StudyState } from './studyStore';
import styles from './StudyProgress.module.css';

/** The time left is not known before. */
const LEAST_SHARE = 0.05;

/** What a study is doing, how far it is, and the button that stops it. */
export function StudyProgress(props: {
  kind: StudyKind;
  title: string;
  /** What is worked on. */
  piece?: readonly string[];
  /** Behind an error. */
  keeps?: string;
  /** Below: what can be done now. */
  children?: ReactNode;
}) {
  const { kind, title, piece = [], keeps = '', children } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const { state, update, error } = useBenchStore<StudyKind, StudyState<StudyKind>>(
    kind,
    (study) => study,
  );
  const { phase, share, elapsedMs, remainingMs } = update?.progress ?? {
    phase: 'starting',
    share: 0,
    elapsedMs: 0,
    remainingMs: Infinity,
  };
  // Each study has texts for its own phases.
  const phaseKey =
    phase === 'starting' || phase === 'done' || phase === 'stopped'
      ? (`common.${phase}` as const)
      : (`${kind}.phase.${phase}` as 'compare.phase.variants');
  const isRunning = state === 'running';
  const target = useFocusWhenLost<HTMLDivElement>(isRunning);
  const running = [
    ...piece,
    `${Math.round(100 * share)}%`,
    ...(share > LEAST_SHARE ? [t('run.left', { time: formatDuration(remainingMs) })] : []),
  ];
  return (
    <div ref={target} tabIndex={-1} className={styles.progress}>
      <ErrorText error={error}>{keeps}</ErrorText>
      {state !== 'idle' && state !== 'failed' && (
        <p role="status" data-testid={`${kind}-state`} data-state={state}>
          <strong>{t(phaseKey)}</strong>{' '}
          {isRunning ? running.join(' · ') : t('run.done', { time: formatDuration(elapsedMs) })}
        </p>
      )}
      {isRunning && (
        <>
          <ProgressBar label={title} share={share} />
          <Button
            icon={<Square size={14} aria-hidden />}
            testId={`${kind}-stop`}
            onPress={() => void stopStudy(bench, kind)}
          >
            {t('run.stop')}
          </Button>
        </>
      )}
      {children}
    </div>
  );
}
