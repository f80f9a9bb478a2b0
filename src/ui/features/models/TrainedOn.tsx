import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { textParts } from '../../../training/run/texts/textParts';
import { useBench } from '../../stores/context';
import { TextSelect } from '../study/text/TextSelect';
import { keyOfText, useTextOptions } from '../study/text/textOptions';
import { saveStudyText } from '../study/text/studyTextActions';
import { useDataName } from '../study/text/useTextName';
import styles from './models.module.css';

/** What a model was trained on, as far as that is known, and what studies of it read instead. */
export function TrainedOn({ model }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useDataName();
  const options = useTextOptions();
  const { id, provenance, studyText } = model;
  const own =
    provenance &&
    (provenance.data.examples ? nameOf(provenance.data, 'examples') : nameOf(provenance.data));
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
      {provenance && <p>{t('models.trainedOn', { text: own, count: provenance.steps })}</p>}
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
