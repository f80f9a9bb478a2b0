import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../../study/StudyProgress';
import { ResultButtons } from '../../study/ResultButtons';
import { useErrorWords } from '../../../kit/useErrorWords';
import { Help } from '../../../kit/Section';
import { useBenchStore } from '../../../stores/context';
import { isAdapter } from '../../../../experiments/finetune';
import type { FinetunedMethod } from '../../../../host/studies/finetune/request';

/** Which way is being tuned, how far it is, and what can be taken along at the end. */
export function FinetuneProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { state, update } = useBenchStore('finetune', (finetune) => finetune);
  if (state === 'idle') return null;
  const live = update?.result.live ?? null;
  const { phase, piece } = update?.progress ?? {};
  const steps = live?.progress;
  const nameOf = (id: string): string => t(`finetune.method.${id as FinetunedMethod}`);
  const phrases: string[] = [];
  if (piece && phase === 'prompt') phrases.push(t('finetune.ofSeed', { seed: piece.seed }));
  if (piece && phase === 'finetune')
    phrases.push(t('common.seeded', { name: nameOf(piece.arm ?? 'full'), seed: piece.seed }));
  if (steps && phase !== 'prompt')
    phrases.push(t('finetune.step', { step: steps.step, all: steps.maxSteps }));
  return (
    <StudyProgress kind="finetune" title={t('finetune.title')} piece={phrases}>
      {live?.warnings.map((warning) => (
        <Help key={warning.code}>{words(warning)}</Help>
      ))}
      {state === 'done' && live && (
        <ResultButtons
          key={live.runId}
          id="finetune"
          runId={live.runId}
          name={t('finetune.savedAs', { way: nameOf(live.arm ?? 'full') })}
          file={`tuned-${live.arm ?? 'base'}`}
          hasAdapter={live.arm !== null && isAdapter(live.arm as FinetunedMethod)}
        />
      )}
    </StudyProgress>
  );
}
