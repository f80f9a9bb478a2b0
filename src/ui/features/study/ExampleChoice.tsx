import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../host/protocol/studyText';
import { EXAMPLE_SETS, OWN_EXAMPLES } from '../../../training/data/examples/exampleSets';
import { SelectField } from '../../kit/Field';
import { useBenchStore } from '../../stores/context';
import { contentIn, useIsMissing, type ModelText } from './modelText';
import { textOfSet } from './studyTextActions';
import styles from './TextChoice.module.css';
import { useDataName } from './useTextName';

const OWN = '';

/** What a model is evaluated on whose objective is of examples: its own, a built-in set, or what was imported. */
export function ExampleChoice(props: {
  known: ModelText;
  value: PageText | null;
  testId: string;
  onChange: (text: PageText | null) => void;
}) {
  const { known, value, testId, onChange } = props;
  const { name: model, data } = known;
  const { t } = useTranslation();
  const nameOf = useDataName();
  const imported = useBenchStore('finetune', (finetune) => finetune.imported?.found ?? null);
  const content = contentIn(known);
  const isMissing = useIsMissing(content);
  const own = data?.examples
    ? t('study.text.ownExamples', { name: nameOf(data, 'examples') })
    : t('study.text.chooseExamples');
  const choose = (set: string): void => {
    if (set === OWN) return onChange(null);
    const examples = set === OWN_EXAMPLES && imported ? { examples: imported } : {};
    onChange({ ...textOfSet(set), ...examples });
  };
  return (
    <>
      {isMissing && value === null && (
        <p className={styles.note} role="status" data-testid={`${testId}-missing`}>
          {t('study.text.missing', { model, text: content?.name })}
        </p>
      )}
      <SelectField
        label={t('study.text.examples')}
        help={t('study.text.examplesHelp')}
        testId={testId}
        value={value?.data.examples?.set ?? OWN}
        options={[
          { value: OWN, name: own },
          ...EXAMPLE_SETS.filter(({ isPreference }) => !isPreference).map(({ id }) => ({
            value: id as string,
            name: t(`finetune.set.${id}`),
          })),
          ...(imported
            ? [{ value: OWN_EXAMPLES, name: t('study.text.imported', { name: imported.name }) }]
            : []),
        ]}
        onChange={choose}
      />
    </>
  );
}
