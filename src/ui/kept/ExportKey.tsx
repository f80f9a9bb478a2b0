import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../components/KeyButton';
import { useBench, useRun } from '../stores/context';
import { exportRun } from './keptStore';

/** The model as it is now, as a Hugging Face folder in one zip. */
export function ExportKey() {
  const { t } = useTranslation();
  const bench = useBench();
  const runId = useRun((run) => run?.runId);
  const name = useRun((run) => run?.config.name);
  const hasModel = useRun(
    (run) => run?.plan != null && run.state !== 'preparing' && run.state !== 'failed',
  );
  const [isBusy, setBusy] = useState(false);
  if (!hasModel || runId === undefined || name === undefined) return null;
  return (
    <KeyButton
      icon={<Download size={15} aria-hidden />}
      testId="run-export"
      isDisabled={isBusy}
      onPress={() => {
        setBusy(true);
        void exportRun(bench, runId, name).finally(() => setBusy(false));
      }}
    >
      {t('kept.export')}
    </KeyButton>
  );
}
