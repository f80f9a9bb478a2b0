import { ChevronLeft, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Button } from '../../../kit/Button';
import { useBench } from '../../../stores/context';
import type { ModelRecord } from '../../../stores/models/record';
import { canRemove, removeRecord } from '../recordActions';
import { useModelWords } from '../useModelWords';
import { Lineage } from './Lineage';
import { Name } from './Name';
import { Tags } from './Tags';
import styles from './page.module.css';

/** Its name, facts and tags; where it came from and what became of it. */
export function ModelHeader(props: { model: ModelRecord; models: readonly ModelRecord[] }) {
  const { model, models } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const words = useModelWords();
  const [, go] = useLocation();
  const { name, progress } = model;
  const facts = [
    words.family(model),
    words.size(model),
    words.quality(model),
    words.above(model),
    words.origin(model),
    progress ? t(`run.state.${progress.state}`) : words.date(model),
  ].filter(Boolean);
  return (
    <header className={styles.header}>
      <Link href="/models" className={styles.back}>
        <ChevronLeft size={14} aria-hidden /> {t('models.title')}
      </Link>
      <div className={styles.title}>
        <Name model={model} />
        {canRemove(model) && (
          <Button
            look="quiet"
            icon={<Trash2 size={15} aria-hidden />}
            label={t('common.delete', { name })}
            testId="model-delete"
            onPress={() => void removeRecord(bench, model).then(() => go('/models'))}
          />
        )}
      </div>
      <div className={styles.about}>
        <p data-testid="model-facts">{facts.join(' · ')}</p>
        <Tags model={model} />
      </div>
      <Lineage model={model} models={models} />
    </header>
  );
}
