import { useTranslation } from 'react-i18next';
import { StudyProgress } from '../study/StudyProgress';
import { useBenchStore } from '../../stores/context';
import { useVariantName } from '../study/useVariantName';

/** What is being compared, and how far it is. */
export function CompareProgress() {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const { state, update } = useBenchStore('compare', (compare) => compare);
  if (state === 'idle') return null;
  const piece = update?.progress.piece;
  return (
    <StudyProgress
      kind="compare"
      title={t('compare.title')}
      piece={piece ? [nameOf(piece)] : []}
      keeps={t('compare.resultsKept')}
    />
  );
}
