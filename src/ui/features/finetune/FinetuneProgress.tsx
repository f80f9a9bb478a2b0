import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../study/StudyProgress';
import { ResultButtons } from '../study/ResultButtons';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatCount } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';
import type { FinetunedMethod } from '../../../host/studies/finetune/request';

/** Which way is being tuned, how far it is, and what can be taken along at the end. */
export function FinetuneProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { state, update } = useBenchStore('finetune', (finetune) => finetune);
  if (state === 'idle') return null;
  const live = update?.result.live ?? null;
  const { stage, piece } = update?.progress ?? {};
  const steps = live?.progress;
  const nameOf = (arm: string): string => t(`finetune.method.${arm as FinetunedMethod}`);
  const who = piece && {
    prompt: t('finetune.ofSeed', { seed: piece.seed }),
    finetune: t('finetune.who', { name: nameOf(piece.arm ?? 'full'), seed: piece.seed }),
  };
  const parts = [
    ...(who && (stage === 'prompt' || stage === 'finetune') ? [who[stage]] : []),
    ...(steps && stage !== 'prompt'
      ? [
          t('finetune.step', {
            step: formatCount(steps.step),
            all: formatCount(steps.maxSteps),
          }),
        ]
      : []),
  ];
  return (
    <StudyProgress kind="finetune" title={t('finetune.title')} piece={parts}>
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
