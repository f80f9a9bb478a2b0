import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../study/StudyProgress';
import { ResultButtons } from '../study/ResultButtons';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatCount, formatDuration } from '../../kit/format';
import { useBench, useBenchStore, useLanguage } from '../../stores/context';
import styles from './finetune.module.css';
import { stopFinetuning } from './finetuneActions';
import type { FinetunedMethod } from './finetuneStore';

/** Which way is being tuned, how far it is, and what can be taken along at the end. */
export function FinetuneProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const language = useLanguage();
  const { state, update, error } = useBenchStore(
    (stores) => stores.finetune,
    (finetune) => finetune,
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
    ? [t('finetune.ofSeed', { seed: asked.seed })]
    : [
        ...(live?.arm
          ? [
              t('finetune.who', {
                name: t(`finetune.method.${live.arm as FinetunedMethod}`),
                seed: live.seed,
              }),
            ]
          : []),
        ...(progress
          ? [
              t('finetune.step', {
                step: formatCount(progress.step, language),
                all: formatCount(progress.maxSteps, language),
              }),
            ]
          : []),
        ...(progress && share > 0.05
          ? [t('finetune.left', { time: formatDuration(progress.remainingMs) })]
          : []),
      ];
  return (
    <StudyProgress
      id="finetune"
      title={t('finetune.title')}
      state={state}
      stage={t(`finetune.stage.${update?.stage ?? 'pretrain'}`)}
      words={state === 'running' ? parts.join(' · ') : ''}
      error={error && words(error)}
      share={share}
      onStop={() => void stopFinetuning(bench)}
    >
      {live?.warnings.map((warning) => (
        <p key={warning.code} className={styles.help}>
          {words(warning)}
        </p>
      ))}
      {state === 'done' && live && (
        <ResultButtons
          key={live.runId}
          id="finetune"
          runId={live.runId}
          name={t('finetune.savedAs', {
            way: t(`finetune.method.${(live.arm ?? 'full') as FinetunedMethod}`),
          })}
          file={`tuned-${live.arm ?? 'base'}`}
          hasAdapter={live.arm === 'lora'}
        />
      )}
    </StudyProgress>
  );
}
