import { useTranslation } from 'react-i18next';
import { CORPORA, isBrought, type CorpusId } from '../../../../training/data/corpora/corpora';
import { learnsText } from '../../../../host/studies/finetune/request';
import { Alert } from '../../../kit/ErrorText';
import { Fields, NumberField, SelectField } from '../../../kit/Field';
import { Help } from '../../../kit/Section';
import { TextList } from '../../../settings/controls/TextsControl';
import { TextImport } from '../../../sources/TextImport';
import { useBench, useBenchStore } from '../../../stores/context';
import { OWN_FILE } from '../../../stores/textStore';
import { changeFinetuning } from '../finetuneActions';
import { broughtFor, familyOf } from '../finetuneSources';
import styles from '../finetune.module.css';
import { useTextsProblem } from './useTextsProblem';

const OWN = '';
type GeneralId = Exclude<CorpusId, 'task'>;

/** The texts of continued pretraining, and what stands for what the base knows. */
export function FinetuneTexts() {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const { texts, steps, general, base } = choices;
  const problem = useTextsProblem();
  if (!learnsText(choices)) return null;
  const own = texts.find(({ corpus }) => isBrought(corpus))?.corpus;
  // One text of the user's own at a time.
  const generals = CORPORA.flatMap(({ id, kind }) => {
    if (id === 'task' || kind === 'url' || (id === OWN_FILE && own !== undefined)) return [];
    return [{ value: id as GeneralId, name: t(`settings.choice.${id as GeneralId}`) }];
  });
  return (
    <section className={styles.own} aria-labelledby="finetune-texts">
      <h2 id="finetune-texts">{t('finetune.plain.list')}</h2>
      <Help>{t('setting.corpus.help')}</Help>
      <div className={styles.list} data-testid="finetune-texts">
        <TextList
          rows={texts}
          family={familyOf(bench)}
          onChange={(rows) => changeFinetuning(bench, { texts: rows })}
        />
      </div>
      {problem && <Alert>{t(`settings.problem.${problem.code}`, problem.fields)}</Alert>}
      <TextImport corpus={broughtFor(texts, general)} />
      <Fields>
        <NumberField
          label={t('finetune.field.steps')}
          testId="finetune-steps"
          value={steps}
          min={1}
          max={1_000_000}
          onChange={(chosen) => changeFinetuning(bench, { steps: chosen })}
        />
        {base && (
          <SelectField
            label={t('finetune.field.general')}
            testId="finetune-general"
            value={general === OWN_FILE && own !== undefined ? OWN : (general ?? OWN)}
            options={[{ value: OWN, name: t('finetune.general.own') }, ...generals]}
            help={t('finetune.general.help')}
            onChange={(value) => changeFinetuning(bench, { general: value === OWN ? null : value })}
          />
        )}
      </Fields>
    </section>
  );
}
