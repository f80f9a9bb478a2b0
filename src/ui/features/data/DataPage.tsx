import { OWN_TEXT } from '../../../experiments/ownText';
import { experimentAddress } from '../../stores/addresses';
import { Play } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../kit/Button';
import { CleaningPanel } from './CleaningPanel';
import styles from '../../kit/panel.module.css';
import { trainOnThis } from '../../sources/dataActions';
import { SourcePanel } from './SourcePanel';
import { VocabularyPanel } from './VocabularyPanel';
import { useBench, useBenchStore } from '../../stores/context';

/** From a file of any kind to a clean text and a vocabulary: what a model reads, before it reads it. */
export default function DataPage() {
  const { t } = useTranslation();
  const source = useBenchStore('data', (state) => state.source);
  const clean = useBenchStore('data', (state) => state.clean);
  return (
    <Page title={t('data.title')} lead={t('data.lead')} className={styles.page}>
      <SourcePanel />
      {source && <CleaningPanel />}
      {clean && <VocabularyPanel />}
      {clean && <TrainOnThis />}
    </Page>
  );
}

function TrainOnThis() {
  const { t } = useTranslation();
  const bench = useBench();
  const [, navigate] = useLocation();
  const rows = useBenchStore('data', (state) => state.rows);
  const chosen = useBenchStore('data', (state) => state.chosen);
  const row = rows.find(({ vocabularyId }) => vocabularyId === chosen);
  return (
    <section className={styles.train}>
      <Button
        look="signal"
        size="large"
        icon={<Play size={17} fill="currentColor" aria-hidden />}
        testId="data-train"
        onPress={() => {
          void trainOnThis(bench).then(
            (how) => how === 'begins' && navigate(experimentAddress(OWN_TEXT.id)),
          );
        }}
      >
        {t('data.train')}
      </Button>
      <p>
        {row
          ? t('data.trainWith', { vocabulary: t(`settings.choice.${row.kind}`) })
          : t('data.trainDefault')}
      </p>
    </section>
  );
}
