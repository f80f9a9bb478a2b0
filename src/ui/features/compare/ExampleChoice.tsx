import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../host/protocol/studyText';
import { EXAMPLE_SETS, OWN_EXAMPLES } from '../../../training/data/examples/exampleSets';
import { SelectField } from '../../kit/Field';
import { useBenchStore } from '../../stores/context';
import type { ModelText } from '../study/text/modelText';
import { useDataName } from '../study/text/useTextName';

const OWN = '';
const NONE = 'none';

const textOf = (set: string, rest: Partial<PageText> = {}): PageText => ({
  data: { corpus: 'task', examples: { set } },
  ...rest,
});

/** What a model that predicts classes or answers is compared on: its own held-out examples, or others like them. */
export function ExampleChoice(props: {
  known: ModelText;
  value: PageText | null;
  onChange: (text: PageText | null) => void;
}) {
  const { known, value, onChange } = props;
  const { t } = useTranslation();
  const nameOf = useDataName();
  const imported = useBenchStore('finetune', (finetune) => finetune.imported?.found ?? null);
  const alike = (labels: readonly string[]): boolean =>
    known.labels !== undefined && labels.toSorted().join() === known.labels.toSorted().join();
  const own = known.data?.examples && known.data;
  const first = own
    ? { value: OWN, name: t('study.text.ownExamples', { name: nameOf(own, 'examples') }) }
    : { value: NONE, name: t('settings.choice.none') };
  const sets = EXAMPLE_SETS.filter(({ labels, isPreference }) => !isPreference && alike(labels));
  return (
    <SelectField
      label={t('study.text.examples')}
      help={t('study.text.examplesHelp')}
      testId="compare-examples"
      value={value?.data.examples?.set ?? first.value}
      options={[
        first,
        ...sets.map(({ id }) => ({ value: id as string, name: t(`finetune.set.${id}`) })),
        ...(imported && alike(imported.labels)
          ? [
              {
                value: OWN_EXAMPLES as string,
                name: t('study.text.imported', { name: imported.name }),
              },
            ]
          : []),
      ]}
      onChange={(set) => {
        if (set === first.value) onChange(null);
        else onChange(textOf(set, set === OWN_EXAMPLES ? { examples: imported! } : {}));
      }}
    />
  );
}
