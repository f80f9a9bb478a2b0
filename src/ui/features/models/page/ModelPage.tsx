import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import { usePageTitle } from '../../../kit/usePageTitle';
import { baseOfKey, MODEL_TABS, modelAddress, type ModelTab } from '../../../stores/models/address';
import type { ModelRecord } from '../../../stores/models/record';
import { findModel, useModels } from '../../../stores/models/useModels';
import { ModelHeader } from './ModelHeader';
import { Tabs } from './Tabs';
import styles from './page.module.css';

/** What stands in a tab, one below the other; each shows nothing where it does not suit the model. */
export type ModelPanels = Readonly<
  Record<ModelTab, readonly ComponentType<{ model: ModelRecord }>[]>
>;

/** Of one model: what it is, where it comes from, and in tabs what can be done with it. */
export default function ModelPage(props: { address: string; tab?: string; panels: ModelPanels }) {
  const { address, tab: wanted, panels } = props;
  const { t } = useTranslation();
  const models = useModels();
  const model = models && findModel(models, baseOfKey(address));
  if (!models) return <p className={styles.gone}>{t('app.loading')}</p>;
  if (!model) return <Gone />;
  const tab = MODEL_TABS.find((one) => one === wanted);
  // A run that another one has followed is a saved one from then on.
  if (!tab || model.key !== address)
    return <Redirect to={modelAddress(model.base, tab ?? firstTab(model))} replace />;
  return (
    <article className={styles.page}>
      <ModelHeader model={model} models={models} />
      <Tabs model={model} tab={tab} />
      <div className={styles.tab}>
        <Suspense fallback={<p>{t('app.loading')}</p>}>
          {panels[tab].map((Panel, i) => (
            <Panel key={`${model.base.kind} ${i}`} model={model} />
          ))}
        </Suspense>
      </div>
      <Title words={`${model.name}: ${t(`models.tab.${tab}`)}`} />
    </article>
  );
}

const firstTab = ({ progress }: ModelRecord): ModelTab =>
  progress && progress.state !== 'finished' ? 'train' : 'write';

function Title({ words }: { words: string }) {
  usePageTitle(words);
  return null;
}

function Gone() {
  const { t } = useTranslation();
  return (
    <p className={styles.gone} data-testid="model-gone">
      {t('models.gone')} <Link href="/models">{t('models.toAll')}</Link>
    </p>
  );
}
