import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { Page } from '../../kit/Page';
import data from '../../kit/panel.module.css';
import { useBench } from '../../stores/context';
import { ImportPanel } from './ImportPanel';
import { ModelCard } from './ModelCard';
import { ModelTable } from './ModelTable';
import { restoreModel } from './modelActions';
import styles from './models.module.css';
import { useModels } from './useModels';

/** Models that others trained: bring, let write, start from, take out again. */
export default function ModelsPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const models = useModels((state) => state.models);
  const selected = useModels((state) => state.selected);
  const shown = models?.find(({ id }) => id === selected) ?? models?.[0];
  // A model that only wrote here need not stay on the GPU.
  useEffect(() => () => void bench.lab.models.rest(), [bench]);
  return (
    <Page title={t('models.title')} lead={t('models.lead')} className={data.page}>
      <ImportPanel />
      <Undo />
      {models?.length === 0 && <p className={styles.empty}>{t('models.empty')}</p>}
      {models && shown && (
        <>
          <ModelTable models={models} shownId={shown.id} />
          <ModelCard key={shown.id} model={shown} />
        </>
      )}
    </Page>
  );
}

function Undo() {
  const { t } = useTranslation();
  const bench = useBench();
  const removed = useModels((state) => state.removed);
  return (
    <div role="status" className={styles.undo}>
      {removed && (
        <>
          <span>{t('common.deleted', { name: removed.name })}</span>
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden />}
            testId="model-undo"
            onPress={() => void restoreModel(bench, removed)}
          >
            {t('common.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
