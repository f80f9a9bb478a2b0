import { Scale } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { WriterRow, WriterStage } from '../../../host/protocol/writer';
import { Button } from '../../kit/Button';
import { Section } from '../../kit/Section';
import { useBench } from '../../stores/context';
import { ResultButtons } from '../study/ResultButtons';
import { keepAndCompare } from './recipeActions';
import styles from './recipes.module.css';

/** What came out; the fine-tuned one is what the others are compared with. */
const TAKEN: readonly WriterStage[] = ['finetuned', 'base', 'distilled', 'int8'];

/** Each stage exported or kept, or all of them kept and lined up on the Compare page. */
export function WriterModels({ rows }: { rows: readonly WriterRow[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const nameOf = (id: WriterStage): string =>
    t('writer.savedAs', { stage: t(`writer.stage.${id}`) });
  const taken = TAKEN.filter((id) => rows.some((row) => row.id === id));
  const compareAll = async () => {
    setBusy(true);
    const isSaved = await keepAndCompare(
      bench,
      taken.map((id) => ({ id, name: nameOf(id) })),
    );
    setBusy(false);
    if (isSaved) go('/compare');
  };
  return (
    <Section id="writer-models" title={t('writer.models.title')} help={t('writer.models.help')}>
      <ul className={styles.models}>
        {rows
          .filter(({ id }) => taken.includes(id))
          .map(({ id, modelId }) => (
            <li key={id}>
              <span>{t(`writer.stage.${id}`)}</span>
              <ResultButtons
                id={`writer-${id}`}
                runId={modelId}
                name={nameOf(id)}
                file={`writer-${id}`}
              />
            </li>
          ))}
      </ul>
      <Button
        icon={<Scale size={15} aria-hidden />}
        testId="writer-compare"
        isDisabled={isBusy}
        onPress={() => void compareAll()}
      >
        {t('writer.models.compare')}
      </Button>
    </Section>
  );
}
