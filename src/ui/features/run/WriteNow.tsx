import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useBench, useRun } from '../../stores/context';
import { writeNow } from '../../stores/runActions';

/** A sample of this moment, with the sampling settings as they stand. */
export function WriteNow() {
  const { t } = useTranslation();
  const bench = useBench();
  const canWrite = useRun(
    (run) => run !== null && run.plan !== null && !run.isWriting && run.state !== 'failed',
  );
  return (
    <Button
      size="small"
      icon={<PenLine size={13} aria-hidden />}
      testId="write-now"
      isDisabled={!canWrite}
      onPress={() => void writeNow(bench)}
    >
      {t('sample.generate')}
    </Button>
  );
}
