import { useTranslation } from 'react-i18next';
import { DISTILLED_CLASSIFIER } from '../../../host/protocol/distill';
import { StudyProgress } from '../study/StudyProgress';
import { ResultButtons } from '../study/ResultButtons';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatDuration } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { stopDistillation } from './distillActions';

/** Who is learning, and how far it is. */
export function DistillProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const { state, update, error } = useBenchStore(
    (stores) => stores.distill,
    (distill) => distill,
  );
  if (state === 'idle') return null;
  const share = update?.share ?? 0;
  const { method, rows } = update?.result ?? {};
  // Language models are kept as runs.
  const hasDistilled =
    method?.reads.kind === 'examples' && rows?.some(({ id }) => id === 'distilled') === true;
  const current = update?.current;
  const time = formatDuration(update?.remainingMs ?? Number.NaN);
  const running = [
    ...(current
      ? [t('distill.who', { name: t(`distill.row.${current.id}`), seed: current.seed })]
      : []),
    `${Math.round(100 * share)}%`,
    ...(share > 0.05 ? [t('distill.left', { time })] : []),
  ];
  return (
    <StudyProgress
      id="distill"
      title={t('distill.title')}
      state={state}
      stage={t(`distill.stage.${update?.stage ?? 'teacher'}`)}
      words={
        state === 'running'
          ? running.join(' · ')
          : t('distill.took', { time: formatDuration(update?.elapsedMs ?? 0) })
      }
      error={error && words(error)}
      share={share}
      onStop={() => void stopDistillation(bench)}
    >
      {state !== 'running' && hasDistilled && (
        <ResultButtons
          id="distill"
          runId={DISTILLED_CLASSIFIER}
          name={t('distill.savedAs', { name: t('distill.row.distilled') })}
          file="distilled"
        />
      )}
    </StudyProgress>
  );
}
