import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBench } from '../../stores/context';
import { modelAddress } from '../../stores/models/address';
import { telling } from '../../stores/notices';
import { ExportButtons } from './ExportButtons';
import { Button } from '../../kit/Button';
import styles from './ResultButtons.module.css';

/** What can be done with a model that a study has made: taken along, or kept among the models as `name`. */
export function ResultButtons(props: {
  runId: string;
  /** Begins the test ids. */
  id: string;
  name: string;
  file: string;
  hasAdapter?: boolean;
}) {
  const { runId, id, name, file, hasAdapter = false } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const [savedId, setSaved] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    const model = await telling(bench, () => bench.lab.models.keepRun(runId, name));
    setSaved(model?.id ?? null);
    setBusy(false);
  };
  return (
    <div className={styles.keys}>
      <ExportButtons testId={`${id}-export`} runId={runId} name={file} hasAdapter={hasAdapter} />
      {savedId !== null ? (
        <Link href={modelAddress({ kind: 'loaded', id: savedId })} data-testid={`${id}-saved`}>
          {t('models.saved')}
        </Link>
      ) : (
        <Button
          icon={<Boxes size={15} aria-hidden />}
          testId={`${id}-keep`}
          isDisabled={isBusy}
          onPress={() => void keep()}
        >
          {t('models.save')}
        </Button>
      )}
    </div>
  );
}
