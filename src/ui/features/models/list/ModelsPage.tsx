import { Plus, Sprout } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { Button } from '../../../kit/Button';
import { ErrorText } from '../../../kit/ErrorText';
import { Page } from '../../../kit/Page';
import data from '../../../kit/panel.module.css';
import { Undo } from '../../../kit/Undo';
import { useBench, useBenchStore } from '../../../stores/context';
import { modelList } from '../../../stores/models/tags';
import { useModels } from '../../../stores/models/useModels';
import { restoreSavedRun } from '../../../stores/savedRunActions';
import { ImportPanel } from '../import/ImportPanel';
import { ModelError } from '../import/ModelError';
import { ModelJob } from '../import/ModelJob';
import { restoreModel } from '../modelActions';
import { ListTools } from './ListTools';
import { ModelGrid } from './ModelGrid';
import { ModelTable } from './ModelTable';
import { NO_FILTER, shownModels } from './shownModels';
import styles from './list.module.css';

/** Everything that is a model, wherever it came from. */
export default function ModelsPage() {
  const { t } = useTranslation();
  const models = useModels();
  const error = useBenchStore('savedRuns', (state) => state.error);
  const { view, sort, tags } = useStore(modelList);
  const [filter, setFilter] = useState(NO_FILTER);
  const shown = shownModels(models ?? [], tags, filter, sort);
  return (
    <Page title={t('models.title')} lead={t('models.lead')} className={data.page}>
      <Import />
      <ErrorText error={error} />
      <Removed />
      {models?.length === 0 && (
        <p className={styles.empty}>
          {t('models.empty')} <Link href="/lessons/experiments">{t('models.train')}</Link>
        </p>
      )}
      {models && models.length > 0 && (
        <>
          <ListTools models={models} tags={tags} filter={filter} onFilter={setFilter} />
          {shown.length === 0 && <p className={styles.empty}>{t('models.noneFound')}</p>}
          {view === 'cards' ? (
            <ModelGrid models={shown} onTag={(tag) => setFilter({ ...NO_FILTER, tag })} />
          ) : (
            shown.length > 0 && <ModelTable models={shown} />
          )}
        </>
      )}
    </Page>
  );
}

/** How a model comes here: trained, or brought. It opens by itself where something is under way. */
function Import() {
  const { t } = useTranslation();
  const bench = useBench();
  const isBusy = useBenchStore('models', ({ job, offer }) => job !== null || offer !== null);
  const [isOpen, setOpen] = useState(isBusy);
  // An error of before is not news.
  useEffect(() => () => bench.models.setState({ error: null }), [bench]);
  return (
    <>
      <div className={data.row}>
        <Link href="/lessons/experiments" className={styles.train}>
          <Sprout size={16} aria-hidden /> {t('models.train')}
        </Link>
        <Button
          icon={<Plus size={16} aria-hidden />}
          testId="models-import"
          isExpanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {t('models.import')}
        </Button>
      </div>
      {isOpen ? (
        <ImportPanel />
      ) : (
        <>
          <ModelJob />
          <ModelError />
        </>
      )}
    </>
  );
}

/** What was deleted last, whatever it was. */
function Removed() {
  const bench = useBench();
  const run = useBenchStore('savedRuns', ({ removed }) => removed);
  const model = useBenchStore('models', ({ removed }) => removed);
  return (
    <div className={styles.undo}>
      <Undo
        removed={run ?? model}
        testId="model-undo"
        onUndo={() => {
          if (run) void restoreSavedRun(bench, run);
          else if (model) void restoreModel(bench, model);
        }}
      />
    </div>
  );
}
