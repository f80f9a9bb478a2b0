import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBench } from '../../stores/context';
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
  const [isSaved, setSaved] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    const model = await telling(bench, () => bench.lab.models.keepRun(runId, name));
    // There it is the one that is shown.
    if (model) bench.models.setState({ selected: model.id });
    setSaved(model !== null);
    setBusy(false);
  };
  return (
    <div className={styles.keys}>
      <ExportButtons testId={`${id}-export`} runId={runId} name={file} hasAdapter={hasAdapter} />
      {isSaved ? (
        <Link href="/models" data-testid={`${id}-saved`}>
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
