import { useTranslation } from 'react-i18next';
import { CLASS_SETS, type ClassSet } from '../../../experiments/distill';
import { OWN_EXAMPLES } from '../../../training/data/examples/exampleSets';
import { SelectField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import { useModelText } from '../study/text/modelText';
import { MissingText, TextChoice } from '../study/text/TextChoice';
import { TextSelect } from '../study/text/TextSelect';
import { useDataName } from '../study/text/useTextName';
import { changeDistill } from './distillActions';
import { FIRST_TEXT, textOfSet } from '../study/text/studyTextActions';
import { useDistill, useDistillWords } from './fields';

/** What students of a language model read, and a teacher that is trained first. */
export function ReadText() {
  const { t } = useTranslation();
  const bench = useBench();
  const { teacher, text } = useDistill();
  const change = (chosen: typeof text): void => changeDistill(bench, { text: chosen });
  if (teacher)
    return <TextChoice model={teacher} value={text} testId="distill-text" onChange={change} />;
  return (
    <TextSelect
      label={t('study.text.label')}
      help={t('distill.firstText')}
      testId="distill-text"
      value={text ?? FIRST_TEXT}
      onChange={change}
    />
  );
}

const OWN = 'own';
type SetId = ClassSet | typeof OWN_EXAMPLES | typeof OWN;

/** What a classifier tells apart: the teacher's own examples, a built-in set or one that was imported. */
export function SetChoice() {
  const { t } = useTranslation();
  const words = useDistillWords();
  const bench = useBench();
  const nameOf = useDataName();
  const { teacher, text } = useDistill();
  const set = useBenchStore('distill', (distill) => distill.set);
  const imported = useBenchStore('finetune', (finetune) => finetune.imported?.found ?? null);
  const data = useModelText(teacher)?.data;
  const own = data?.examples && data;
  const isOwn = own !== undefined && text === null;
  const chosen = text?.data.examples?.set;
  const sets = Object.keys(CLASS_SETS) as ClassSet[];
  const choose = (id: SetId): void => {
    if (id === OWN) return changeDistill(bench, { text: null });
    if (id === OWN_EXAMPLES)
      return changeDistill(bench, { text: { ...textOfSet(id), examples: imported! } });
    bench.distill.setState({ set: id });
    changeDistill(bench, { text: teacher ? textOfSet(id) : null });
  };
  return (
    <>
      <MissingText model={teacher} value={text} testId="distill-text" />
      <SelectField<SetId>
        {...words('set')}
        help={t(isOwn || chosen === OWN_EXAMPLES ? 'distill.help.own_set' : 'distill.help.set')}
        testId="distill-set"
        value={isOwn ? OWN : chosen === OWN_EXAMPLES ? OWN_EXAMPLES : set}
        options={[
          ...(own
            ? [
                {
                  value: OWN,
                  name: t('distill.ownSet', { name: nameOf(own, 'examples') }),
                } as const,
              ]
            : []),
          ...sets.map((value) => ({ value, name: t(`finetune.set.${value}`) })),
          ...(teacher && imported && imported.labels.length > 0
            ? [{ value: OWN_EXAMPLES, name: t('study.text.imported', { name: imported.name }) }]
            : []),
        ]}
        onChange={choose}
      />
    </>
  );
}
