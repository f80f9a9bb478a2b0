import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { textParts } from '../../../training/run/textParts';
import { useBench } from '../../stores/context';
import { TextSelect } from '../study/TextSelect';
import { keyOfText, useTextOptions } from '../study/textOptions';
import { saveStudyText } from '../study/studyTextActions';
import { useDataName } from '../study/useTextName';
import styles from './models.module.css';

/** What a model was trained on, as far as that is known, and what studies of it read instead. */
export function TrainedOn({ model }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useDataName();
  const options = useTextOptions();
  const { id, recipe, studyText } = model;
  const own =
    recipe && (recipe.data.examples ? nameOf(recipe.data, 'examples') : nameOf(recipe.data));
  // A file of an earlier visit is named, not listed.
  const [part] = studyText ? textParts(studyText) : [];
  const chosen = options.find(
    ({ text }) => text.textId === undefined && text.data.corpus === part?.id,
  );
  const none =
    studyText && !chosen
      ? nameOf(studyText)
      : own === undefined
        ? t('models.textUnknown')
        : t('study.text.own', { name: own });
  return (
    <div className={styles.trained} data-testid="model-trained">
      {recipe && <p>{t('models.trainedOn', { text: own, count: recipe.steps })}</p>}
      <TextSelect
        label={t('models.studyText')}
        help={t('models.studyTextHelp')}
        testId="model-study-text"
        none={none}
        value={chosen?.text ?? null}
        onChange={(text) => {
          if (keyOfText(text) !== keyOfText(chosen?.text ?? null))
            void saveStudyText(bench, id, text);
        }}
      />
    </div>
  );
}
