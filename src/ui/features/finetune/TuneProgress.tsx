import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../study/StudyProgress';
import { TakeKeys } from '../study/TakeKeys';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatCount, formatDuration } from '../../kit/format';
import { useBench, useBenchStore, useLanguage } from '../../stores/context';
import styles from './tune.module.css';
import { stopTuning } from './tuneActions';
import type { TunedMethod } from './tuneStore';

/** Which way is being tuned, how far it is, and what can be taken along at the end. */
export function TuneProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const language = useLanguage();
  const { state, update, error } = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune,
  );
  if (state === 'idle') return null;
  const live = update?.live ?? null;
  const progress = live?.progress;
  const asked = update?.asked ?? null;
  const share = asked
    ? asked.done / Math.max(1, asked.total)
    : progress
      ? progress.step / Math.max(1, progress.maxSteps)
      : 0;
  const parts = asked
    ? [t('tune.asked', { seed: asked.seed })]
    : [
        ...(live?.arm
          ? [t('tune.who', { name: t(`tune.method.${live.arm as TunedMethod}`), seed: live.seed })]
          : []),
        ...(progress
          ? [
              t('tune.step', {
                step: formatCount(progress.step, language),
                all: formatCount(progress.maxSteps, language),
              }),
            ]
          : []),
        ...(progress && share > 0.05
          ? [t('tune.left', { time: formatDuration(progress.remainingMs) })]
          : []),
      ];
  return (
    <StudyProgress
      id="tune"
      title={t('tune.title')}
      state={state}
      stage={t(`tune.stage.${update?.stage ?? 'pretrain'}`)}
      words={state === 'running' ? parts.join(' · ') : ''}
      error={error && words(error)}
      share={share}
      onStop={() => void stopTuning(bench)}
    >
      {live?.warnings.map((warning) => (
        <p key={warning.code} className={styles.help}>
          {words(warning)}
        </p>
      ))}
      {state === 'done' && live && (
        <TakeKeys
          key={live.runId}
          id="tune"
          runId={live.runId}
          name={t('tune.keptAs', {
            way: t(`tune.method.${(live.arm ?? 'full') as TunedMethod}`),
          })}
          file={`tuned-${live.arm ?? 'base'}`}
          hasAdapter={live.arm === 'lora'}
        />
      )}
    </StudyProgress>
  );
}
