import { useTranslation } from 'react-i18next';
import { Redirect, useSearchParams } from 'wouter';
import { Page } from '../../kit/Page';
import { baseOfKey, modelAddress } from '../../stores/models/address';
import styles from './finetune.module.css';
import { FinetuneStudy } from './FinetuneStudy';

/** From a model that has read a lot to one that does a task. */
export default function FinetunePage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const base = baseOfKey(search.get('base') ?? '');
  if (base) return <Redirect to={modelAddress(base, 'train')} replace />;
  return (
    <Page title={t('finetune.title')} lead={t('finetune.lead')} className={styles.page}>
      <FinetuneStudy />
    </Page>
  );
}
