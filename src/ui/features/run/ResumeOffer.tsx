import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { formatCount } from '../../kit/format';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import { openSavedRun } from '../../stores/savedRunActions';

/** A run that failed goes on from the state that was kept last. */
export function ResumeOffer() {
  const { t } = useTranslation();
  const bench = useBench();
  const failed = useRun((run) => (run?.state === 'failed' ? run.runId : null));
  const kept = useBenchStore('kept', ({ runs }) => runs?.find(({ id }) => id === failed));
  if (!kept) return null;
  return (
    <Button
      icon={<FolderOpen size={15} aria-hidden />}
      testId="kept-offer"
      onPress={() => void openSavedRun(bench, kept)}
    >
      {t('savedRuns.offer', { step: formatCount(kept.step) })}
    </Button>
  );
}
