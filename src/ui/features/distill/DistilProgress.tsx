import { useTranslation } from 'react-i18next';
import { TAUGHT_CLASSIFIER } from '../../../host/protocol/distill';
import { StudyProgress } from '../study/StudyProgress';
import { TakeKeys } from '../study/TakeKeys';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatDuration } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { stopDistillation } from './distilActions';

/** Who is learning, and how far it is. */
export function DistilProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const { state, update, error } = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil,
  );
  if (state === 'idle') return null;
  const share = update?.share ?? 0;
  const { method, rows } = update?.result ?? {};
  // Language models are kept as runs.
  const hasTaught =
    method?.reads.kind === 'examples' && rows?.some(({ id }) => id === 'distilled') === true;
  const current = update?.current;
  const time = formatDuration(update?.remainingMs ?? Number.NaN);
  const running = [
    ...(current
      ? [t('distil.who', { name: t(`distil.row.${current.id}`), seed: current.seed })]
      : []),
    `${Math.round(100 * share)}%`,
    ...(share > 0.05 ? [t('distil.left', { time })] : []),
  ];
  return (
    <StudyProgress
      id="distil"
      title={t('distil.title')}
      state={state}
      stage={t(`distil.stage.${update?.stage ?? 'teacher'}`)}
      words={
        state === 'running'
          ? running.join(' · ')
          : t('distil.took', { time: formatDuration(update?.elapsedMs ?? 0) })
      }
      error={error && words(error)}
      share={share}
      onStop={() => void stopDistillation(bench)}
    >
      {state !== 'running' && hasTaught && (
        <TakeKeys
          id="distil"
          runId={TAUGHT_CLASSIFIER}
          name={t('distil.keptAs', { name: t('distil.row.distilled') })}
          file="distilled"
        />
      )}
    </StudyProgress>
  );
}
