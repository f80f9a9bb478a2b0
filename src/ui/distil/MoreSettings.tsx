import { useTranslation } from 'react-i18next';
import type { DistilConfig } from '../../training/objectives/distilConfig';
import { Fields, NumberField, SelectField } from '../components/Field';
import { useDistilWords } from './useDistilWords';

/** What students read, how long, and what they follow besides the teacher's choices. */
export function MoreSettings(props: {
  config: DistilConfig;
  onChange: (changed: Partial<DistilConfig>) => void;
}) {
  const { config, onChange } = props;
  const { training } = config;
  const { t } = useTranslation();
  const words = useDistilWords();
  const number = (id: 'tokens' | 'top_k' | 'hidden' | 'attention', max: number, step = 1) => (
    <NumberField
      {...words(id)}
      value={config[id]}
      min={id === 'tokens' ? 256 : 0}
      max={max}
      step={step}
      onChange={(value) => onChange({ [id]: value })}
    />
  );
  const choice = <Id extends 'form' | 'source' | 'initial'>(
    id: Id,
    values: readonly DistilConfig[Id][],
  ) => (
    <SelectField
      {...words(id)}
      value={config[id]}
      options={values.map((value) => ({ value, name: t(`distil.choice.${value}`) }))}
      onChange={(value) => onChange({ [id]: value })}
    />
  );
  return (
    <Fields>
      {number('tokens', 50_000_000)}
      <NumberField
        {...words('steps')}
        value={training.max_steps}
        min={1}
        max={1_000_000}
        onChange={(max_steps) => onChange({ training: { ...training, max_steps } })}
      />
      <NumberField
        {...words('rate')}
        value={training.learning_rate}
        min={1e-6}
        max={1}
        step="any"
        onChange={(rate) =>
          onChange({ training: { ...training, learning_rate: rate, min_learning_rate: rate / 10 } })
        }
      />
      {choice('form', ['kl', 'plain'])}
      {choice('source', ['text', 'generated'])}
      {choice('initial', ['random', 'teacher_layers'])}
      {number('top_k', 4096)}
      {number('hidden', 1000, 0.1)}
      {number('attention', 1000, 0.1)}
    </Fields>
  );
}
