import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../study/StudyProgress';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatDuration } from '../../kit/format';
import { stopComparison } from '../study/comparisonActions';
import { useBench, useBenchStore } from '../../stores/context';
import { useVariantName } from '../study/useVariantName';

/** What is being compared, and how far it is. */
export function CompareProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const nameOf = useVariantName();
  const { state, update, error } = useBenchStore(
    (stores) => stores.comparison,
    (comparison) => comparison,
  );
  if (state === 'idle') return null;
  const share = update?.share ?? 0;
  const time = formatDuration(update?.remainingMs ?? Number.NaN);
  const running = [
    ...(update?.variant ? [nameOf(update.variant)] : []),
    `${Math.round(100 * share)}%`,
    ...(share > 0.05 ? [t('compare.left', { time })] : []),
  ];
  return (
    <StudyProgress
      id="compare"
      title={t('compare.title')}
      state={state}
      stage={t(`compare.stage.${update?.stage ?? 'variants'}`)}
      words={
        state === 'running'
          ? running.join(' · ')
          : t('compare.took', { time: formatDuration(update?.elapsedMs ?? 0) })
      }
      error={error && `${words(error)} ${t('compare.resultsKept')}`}
      share={share}
      onStop={() => void stopComparison(bench)}
    />
  );
}
