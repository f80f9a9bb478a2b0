import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../../host/protocol/studyText';
import type { BaseRef } from '../../../../training/models/baseModel';
import { Button } from '../../../kit/Button';
import { useBench } from '../../../stores/context';
import { useModelName } from '../../../stores/models/useModels';
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
  if (known?.isUnknown && model?.kind === 'loaded' && value === null)
    return <Ask id={model.id} {...{ known, testId }} />;
  const name = known?.data ? nameOf(known.data) : t('study.ownText');
  return (
    <>
      <MissingText {...{ model, value, testId }} />
      <TextSelect
        label={t('study.text.label')}
        help={t('study.text.help')}
        none={t(known?.isSaved ? 'study.text.saved' : 'study.text.own', { name })}
        {...{ testId, value, onChange }}
      />
    </>
  );
}

interface Chosen {
  readonly model: BaseRef | null;
  readonly value: PageText | null;
}

/** The model's own text or examples that are gone, where nothing else was chosen. */
export function useMissing({ model, value }: Chosen): { model: string; text: string } | null {
  const known = useModelText(model);
  const nameOf = useModelName();
  const content = known ? contentIn(known) : undefined;
  const isMissing = useIsMissing(content);
  return known && content && isMissing && value === null
    ? { model: nameOf(model) ?? '', text: content.name }
    : null;
}

/** Which text has to be brought again. */
export function MissingText({ testId, ...chosen }: Chosen & { testId: string }) {
  const { t } = useTranslation();
  const missing = useMissing(chosen);
  if (!missing) return null;
  return (
    <p className={styles.note} role="status" data-testid={`${testId}-missing`}>
      {t('study.text.missing', missing)}
    </p>
  );
}

const SUGGESTED = { en: 'story', zh: 'finance_zh' } as const;

/** Of a model that came without a word on what it was trained on: asked once. */
function Ask({ id, known, testId }: { id: string; known: ModelText; testId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useModelName();
  const [text, choose] = useState<PageText>({
    data: { corpus: SUGGESTED[known.language ?? 'en'] },
  });
  return (
    <div className={styles.note} data-testid={`${testId}-ask`}>
      <p>{t('study.text.unknown', { model: nameOf({ kind: 'loaded', id }) })}</p>
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
export function useHasText(model: BaseRef | null, value: PageText | null): boolean {
  const known = useModelText(model);
  const missing = useMissing({ model, value });
  return missing === null && (value !== null || !known?.isUnknown);
}
