import { Target } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { BaseRef } from '../../../training/models/baseModel';
import { Fold } from '../../kit/Fold';
import { useBench, useBenchStore } from '../../stores/context';
import type { ModelRecord } from '../../stores/models/record';
import styles from './finetune.module.css';
import { changeFinetuning } from './finetuneActions';
import { FinetuneStudy } from './FinetuneStudy';

/** The same study of the model at hand. */
export default function FinetunePanel({ model: { base, progress } }: { model: ModelRecord }) {
  const { t } = useTranslation();
  return (
    <Fold
      title={t('finetune.title')}
      lead={t('models.finetuneLead')}
      icon={<Target size={20} aria-hidden />}
      isOpenAtFirst={progress === null}
      testId="model-finetune"
    >
      {() => <OfModel base={base} />}
    </Fold>
  );
}

function OfModel({ base }: { base: BaseRef }) {
  const bench = useBench();
  const isRunning = useBenchStore('finetune', ({ state }) => state === 'running');
  useEffect(() => {
    // What runs keeps its settings.
    if (!isRunning) changeFinetuning(bench, { base, rate: null });
  }, [bench, base, isRunning]);
  return (
    <div className={styles.page}>
      <FinetuneStudy base={base} />
    </div>
  );
}
