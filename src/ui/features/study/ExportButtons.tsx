import { Download, FolderDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunExport } from '../../../host/protocol/models';
import { useBench } from '../../stores/context';
import styles from './ExportButtons.module.css';
import { Button } from '../../kit/Button';
import { canPickFolder, pickFolder, saveAs, writeInto } from '../../kit/saveAs';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';

/** A zip where downloads go. */
const exportZip = (bench: Bench, runId: string, what: RunExport, name: string) =>
  telling(bench, async () => saveAs(await bench.lab.models.runZip(runId, what), `${name}.zip`));

/** Files in a folder that the user picks; how many were written. */
const exportFolder = (bench: Bench, runId: string, what: RunExport, name: string) =>
  telling(bench, async () => {
    const folder = await pickFolder();
    if (!folder) return null;
    const files = await bench.lab.models.runFiles(runId, what);
    await writeInto(folder, name, files);
    return files.length;
  });

/** A run's model as it is now, as a Hugging Face folder; of a run with LoRA its adapter, too. */
export function ExportButtons(props: {
  runId: string;
  name: string;
  hasAdapter: boolean;
  testId: string;
}) {
  const { runId, name, hasAdapter, testId } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const [isBusy, setBusy] = useState(false);
  const [saved, setSaved] = useState<number | null>(null);
  const during = (work: Promise<number | void | null>): void => {
    setBusy(true);
    setSaved(null);
    void work.then((count) => setSaved(count ?? null)).finally(() => setBusy(false));
  };
  const keys = (what: RunExport) => {
    const file = what === 'adapter' ? `${name}-LoRA` : name;
    const exportTestId = what === 'adapter' ? `${testId}-adapter` : testId;
    return (
      <span className={styles.keys} key={what}>
        <Button
          icon={<Download size={15} aria-hidden />}
          testId={exportTestId}
          isDisabled={isBusy}
          onPress={() => during(exportZip(bench, runId, what, file))}
        >
          {t(`models.export.${what}`)}
        </Button>
        {canPickFolder() && (
          <Button
            icon={<FolderDown size={15} aria-hidden />}
            label={t(`models.exportInto.${what}`)}
            testId={`${exportTestId}-folder`}
            isDisabled={isBusy}
            onPress={() => during(exportFolder(bench, runId, what, file))}
          />
        )}
      </span>
    );
  };
  return (
    <>
      {keys('model')}
      {hasAdapter && keys('adapter')}
      <span role="status" className={styles.note}>
        {saved !== null && t('models.saved', { count: saved })}
      </span>
    </>
  );
}
