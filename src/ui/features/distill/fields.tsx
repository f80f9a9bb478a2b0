// What the user chooses for a distillation, field by field: each is a member of its config.
import { useTranslation } from 'react-i18next';
import type { DistillConfig } from '../../../training/objectives/distillation/distillConfig';
import type { enDistill } from '../../i18n/distill/en';
import { NumberField, SelectField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import { changeDistill } from './distillActions';

/** What is distilled, and how. */
export function useDistill() {
  const bench = useBench();
  const { task, choices } = useBenchStore('distill', (distill) => distill);
  const { teacher, text, config } = choices[task];
  const change = (changed: Partial<DistillConfig>): void =>
    changeDistill(bench, { config: { ...config, ...changed } });
  return { task, teacher, text, config, change };
}

type FieldId = keyof typeof enDistill.help & keyof typeof enDistill.field;

/** A field's label, and one sentence on what it does. */
export function useDistillWords() {
  const { t } = useTranslation();
  return (id: FieldId) => ({ label: t(`distill.field.${id}`), help: t(`distill.help.${id}`) });
}

const NUMBERS = {
  alpha: { min: 0, max: 1, step: 0.05 },
  tokens: { min: 256, max: 50_000_000 },
  unlabeled: { min: 0, max: 100_000 },
  top_k: { min: 0, max: 4096 },
  hidden: { min: 0, max: 1000, step: 0.1 },
  attention: { min: 0, max: 1000, step: 0.1 },
  student_layers: { min: 0, max: 96 },
  student_width: { min: 0, max: 8192 },
  student_heads: { min: 0, max: 128 },
};

export function SettingNumber({ id }: { id: keyof typeof NUMBERS }) {
  const { config, change } = useDistill();
  const words = useDistillWords();
  return (
    <NumberField
      {...words(id)}
      {...NUMBERS[id]}
      value={config[id]}
      onChange={(value) => change({ [id]: value })}
    />
  );
}

/** Layers that are copied decide the width and the heads. */
const COPIED: Readonly<Record<string, Partial<DistillConfig>>> = {
  teacher_layers: { student_width: 0, student_heads: 0 },
};

export function SettingChoice<Id extends 'form' | 'source' | 'initial'>(props: {
  id: Id;
  values: readonly DistillConfig[Id][];
}) {
  const { id, values } = props;
  const { t } = useTranslation();
  const { config, change } = useDistill();
  const words = useDistillWords();
  return (
    <SelectField
      {...words(id)}
      value={config[id]}
      options={values.map((value) => ({ value, name: t(`distill.choice.${value}`) }))}
      onChange={(value) => change({ ...COPIED[value], [id]: value })}
    />
  );
}
