import { Fields, NumberField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import { SettingChoice, SettingNumber, useDistill, useDistillWords } from './fields';

/** What students read, how long, and what they follow besides the teacher's choices. */
export function MoreSettings() {
  const { task, config } = useDistill();
  const isClassifier = task === 'classify';
  return (
    <Fields>
      {isClassifier ? (
        <>
          <Labeled />
          <SettingNumber id="unlabeled" />
        </>
      ) : (
        <>
          <SettingChoice id="source" values={['text', 'generated']} />
          <SettingNumber id="tokens" />
        </>
      )}
      <TrainingFields />
      <SettingChoice id="form" values={['kl', 'plain']} />
      {!isClassifier && (
        <>
          <SettingNumber id="top_k" />
          <SettingNumber id="hidden" />
          <SettingNumber id="attention" />
        </>
      )}
      <SettingChoice id="initial" values={['random', 'teacher_layers']} />
      <SettingNumber id="student_layers" />
      {config.initial === 'random' && (
        <>
          <SettingNumber id="student_width" />
          <SettingNumber id="student_heads" />
        </>
      )}
    </Fields>
  );
}

function Labeled() {
  const words = useDistillWords();
  const bench = useBench();
  const labeled = useBenchStore('distill', (distill) => distill.labeled);
  return (
    <NumberField
      {...words('labeled')}
      value={labeled}
      min={2}
      max={20_000}
      onChange={(value) => bench.distill.setState({ labeled: value })}
    />
  );
}

function TrainingFields() {
  const words = useDistillWords();
  const { config, change } = useDistill();
  const { training } = config;
  const { num_train_epochs: epochs } = training;
  return (
    <>
      {epochs === undefined ? (
        <NumberField
          {...words('steps')}
          value={training.max_steps}
          min={1}
          max={1_000_000}
          onChange={(max_steps) => change({ training: { ...training, max_steps } })}
        />
      ) : (
        <NumberField
          {...words('epochs')}
          value={epochs}
          min={0.1}
          max={10_000}
          step="any"
          onChange={(num_train_epochs) => change({ training: { ...training, num_train_epochs } })}
        />
      )}
      <NumberField
        {...words('rate')}
        value={training.learning_rate}
        min={1e-6}
        max={1}
        step="any"
        onChange={(rate) =>
          change({ training: { ...training, learning_rate: rate, min_learning_rate: rate / 10 } })
        }
      />
    </>
  );
}
