import { useTranslation } from 'react-i18next';
import type { DistillConfig } from '../../../training/objectives/distillation/distillConfig';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import type { DistillTask } from './distillStore';
import { useDistillWords } from './useDistillWords';

interface Settings {
  readonly config: DistillConfig;
  readonly onChange: (changed: Partial<DistillConfig>) => void;
}

/** What students read, how long, and what they follow besides the teacher's choices. */
export function MoreSettings({ task, ...settings }: Settings & { readonly task: DistillTask }) {
  const isClassifier = task === 'classify';
  return (
    <Fields>
      {isClassifier ? <ExampleFields {...settings} /> : <TextFields {...settings} />}
      <TrainingFields {...settings} />
      <SettingChoice {...settings} id="form" values={['kl', 'plain']} />
      {!isClassifier && <MatchingFields {...settings} />}
      <StudentFields {...settings} />
    </Fields>
  );
}

type NumberId =
  | 'tokens'
  | 'unlabeled'
  | 'top_k'
  | 'hidden'
  | 'attention'
  | `student_${'layers' | 'width' | 'heads'}`;

function SettingNumber(
  props: Settings & { id: NumberId; min?: number; max: number; step?: number },
) {
  const { config, onChange, id, min = 0, max, step = 1 } = props;
  const words = useDistillWords();
  return (
    <NumberField
      {...words(id)}
      value={config[id]}
      {...{ min, max, step }}
      onChange={(value) => onChange({ [id]: value })}
    />
  );
}

function SettingChoice<Id extends 'form' | 'source' | 'initial'>(
  props: Settings & { id: Id; values: readonly DistillConfig[Id][] },
) {
  const { config, onChange, id, values } = props;
  const { t } = useTranslation();
  const words = useDistillWords();
  return (
    <SelectField
      {...words(id)}
      value={config[id]}
      options={values.map((value) => ({ value, name: t(`distill.choice.${value}`) }))}
      onChange={(value) => onChange({ ...COPIED[value], [id]: value })}
    />
  );
}

/** Layers that are copied decide the width and the heads. */
const COPIED: Readonly<Record<string, Partial<DistillConfig>>> = {
  teacher_layers: { student_width: 0, student_heads: 0 },
};

const TextFields = (settings: Settings) => (
  <>
    <SettingChoice {...settings} id="source" values={['text', 'generated']} />
    <SettingNumber {...settings} id="tokens" min={256} max={50_000_000} />
  </>
);

function ExampleFields(settings: Settings) {
  const words = useDistillWords();
  const bench = useBench();
  const labeled = useBenchStore('distill', (distill) => distill.labeled);
  return (
    <>
      <NumberField
        {...words('labeled')}
        value={labeled}
        min={2}
        max={20_000}
        onChange={(value) => bench.distill.setState({ labeled: value })}
      />
      <SettingNumber {...settings} id="unlabeled" max={100_000} />
    </>
  );
}

function TrainingFields({ config, onChange }: Settings) {
  const words = useDistillWords();
  const { training } = config;
  return (
    <>
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
    </>
  );
}

const MatchingFields = (settings: Settings) => (
  <>
    <SettingNumber {...settings} id="top_k" max={4096} />
    <SettingNumber {...settings} id="hidden" max={1000} step={0.1} />
    <SettingNumber {...settings} id="attention" max={1000} step={0.1} />
  </>
);

const StudentFields = (settings: Settings) => (
  <>
    <SettingChoice {...settings} id="initial" values={['random', 'teacher_layers']} />
    <SettingNumber {...settings} id="student_layers" max={96} />
    {settings.config.initial === 'random' && (
      <>
        <SettingNumber {...settings} id="student_width" max={8192} />
        <SettingNumber {...settings} id="student_heads" max={128} />
      </>
    )}
  </>
);
