import { useTranslation } from 'react-i18next';
import { DISTILLED_CLASSIFIER } from '../../../host/studies/distill/ids';
import { StudyProgress } from '../study/StudyProgress';
import { ResultButtons } from '../study/ResultButtons';
import { useBenchStore } from '../../stores/context';

/** Who is learning, and how far it is. */
export function DistillProgress() {
  const { t } = useTranslation();
  const { state, update } = useBenchStore('distill', (distill) => distill);
  if (state === 'idle') return null;
  const { method, rows } = update?.result ?? {};
  // Language models are kept as runs.
  const hasDistilled =
    method?.reads.kind === 'examples' && rows?.some(({ id }) => id === 'distilled') === true;
  const piece = update?.progress.piece;
  return (
    <StudyProgress
      kind="distill"
      title={t('distill.title')}
      piece={
        piece ? [t('common.seeded', { name: t(`distill.row.${piece.id}`), seed: piece.seed })] : []
      }
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
