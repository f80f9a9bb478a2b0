import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../host/protocol/studyText';
import type { BaseRef } from '../../../training/models/baseModel';
import { Button } from '../../kit/Button';
import { useBench } from '../../stores/context';
import { contentIn, useIsMissing, useModelText, type ModelText } from './modelText';
import { saveStudyText } from './studyTextActions';
import styles from './TextChoice.module.css';
import { TextSelect } from './TextSelect';
import { useDataName } from './useTextName';

/** What a study of a model reads: its own held-out text, or one that is chosen. */
export function TextChoice(props: {
  model: BaseRef | null;
  value: PageText | null;
  testId: string;
  onChange: (text: PageText | null) => void;
}) {
  const { model, value, testId, onChange } = props;
  const { t } = useTranslation();
  const nameOf = useDataName();
  const known = useModelText(model);
  const content = known ? contentIn(known) : undefined;
  const isMissing = useIsMissing(content);
  if (known?.isUnknown && model?.kind === 'loaded' && value === null)
    return <Ask id={model.id} {...{ known, testId }} />;
  const name = known?.data ? nameOf(known.data) : t('study.ownText');
  const text = content?.name ?? name;
  return (
    <>
      {isMissing && value === null && (
        <p className={styles.note} role="status" data-testid={`${testId}-missing`}>
          {t('study.text.missing', { model: known?.name, text })}
        </p>
      )}
      <TextSelect
        label={t('study.text.label')}
        help={t('study.text.help')}
        none={t(known?.isSaved ? 'study.text.saved' : 'study.text.own', { name })}
        {...{ testId, value, onChange }}
      />
    </>
  );
}

const SUGGESTED = { en: 'story', zh: 'finance_zh' } as const;

/** Of a model that came without a word on what it was trained on: asked once. */
function Ask({ id, known, testId }: { id: string; known: ModelText; testId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [text, choose] = useState<PageText>({
    data: { corpus: SUGGESTED[known.language ?? 'en'] },
  });
  return (
    <div className={styles.note} data-testid={`${testId}-ask`}>
      <p>{t('study.text.unknown', { model: known.name })}</p>
      <div className={styles.ask}>
        <TextSelect
          label={t('study.text.label')}
          testId={testId}
          value={text}
          onChange={(chosen) => chosen && choose(chosen)}
        />
        <Button
          look="signal"
          testId={`${testId}-use`}
          onPress={() => void saveStudyText(bench, id, text)}
        >
          {t('study.text.use')}
        </Button>
      </div>
    </div>
  );
}

/** Whether a study can begin as it stands: its text is known and here. */
export function useHasText(model: BaseRef | null, chosen: PageText | null): boolean {
  const known = useModelText(model);
  const isMissing = useIsMissing(known ? contentIn(known) : undefined);
  return chosen !== null || !known || (!known.isUnknown && !isMissing);
}
