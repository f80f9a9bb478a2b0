import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/Page';
import data from '../../kit/panel.module.css';
import { Undo } from '../../kit/Undo';
import { useBench, useBenchStore } from '../../stores/context';
import { ImportPanel } from './ImportPanel';
import { ModelCard } from './ModelCard';
import { ModelTable } from './ModelTable';
import { restoreModel } from './modelActions';
import styles from './models.module.css';

/** Models that others trained: bring, let write, start from, take out again. */
export default function ModelsPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const models = useBenchStore('models', (state) => state.models);
  const selected = useBenchStore('models', (state) => state.selected);
  const removed = useBenchStore('models', (state) => state.removed);
  const shown = models?.find(({ id }) => id === selected) ?? models?.[0];
  return (
    <Page title={t('models.title')} lead={t('models.lead')} className={data.page}>
      <ImportPanel />
      <div className={styles.undo}>
        <Undo
          removed={removed}
          testId="model-undo"
          onUndo={(model) => void restoreModel(bench, model)}
        />
      </div>
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
