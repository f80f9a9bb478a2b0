import { PenLine, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { adaptedId } from '../../../training/models/baseModel';
import { isEncoderDecoderFamily } from '../../../training/models/families';
import { NumberField } from '../../kit/Field';
import { Button } from '../../kit/Button';
import data from '../../kit/panel.module.css';
import { useBench, useBenchStore } from '../../stores/context';
import { writeWith } from './modelActions';
import styles from './models.module.css';

const START = { temperature: 0.8, topK: 40, topP: 1, maxNewTokens: 60, numReturnSequences: 1 };
const MOST_TOKENS = 2000;
const MOST_SEQUENCES = 8;

/** A prompt, how freely to choose, and what the model makes of it, as it is written. */
export function WriteForm({ model }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const readsSource = isEncoderDecoderFamily(model.config.family);
  const [prompt, setPrompt] = useState(() =>
    t(readsSource ? 'models.sourceStart' : 'models.promptStart'),
  );
  const [settings, setSettings] = useState(START);
  const writing = useBenchStore('models', (state) => state.writing);
  const adapterId = useBenchStore('models', (state) => state.adapters[model.id] ?? null);
  const isRunning = writing?.isRunning ?? false;
  const go = () =>
    void writeWith(bench, adaptedId(model.id, adapterId), {
      prompt,
      ...settings,
      repetitionPenalty: 1,
      seed: Math.floor(Math.random() * 2 ** 31),
    });
  return (
    <div className={styles.write}>
      <h3>{t('models.generation')}</h3>
      <label className={data.labeled}>
        {t('setting.prompt.label')}
        <textarea
          rows={2}
          value={prompt}
          data-testid="model-prompt"
          onChange={(event) => setPrompt(event.target.value)}
        />
      </label>
      {readsSource && <p className={styles.quiet}>{t('models.sourceHelp')}</p>}
      {prompt === '' && !readsSource && model.assumedStart !== undefined && (
        <p role="status" className={styles.quiet} data-testid="model-prompt-empty">
          {t('error.prompt_empty', { token: model.assumedStart })}
        </p>
      )}
      <WriteSettings settings={settings} vocabSize={model.vocabSize} onChange={setSettings} />
      <div className={data.row}>
        <Button
          look="signal"
          icon={<PenLine size={15} aria-hidden />}
          isDisabled={isRunning}
          testId="model-write"
          onPress={go}
        >
          {t('models.generate')}
        </Button>
        {isRunning && (
          <Button
            icon={<Square size={13} aria-hidden />}
            testId="model-stop"
            onPress={() => void bench.lab.models.stopWriting()}
          >
            {t('run.stop')}
          </Button>
        )}
      </div>
      <Text modelId={model.id} isContinued={!readsSource} />
    </div>
  );
}

function WriteSettings(props: {
  settings: typeof START;
  vocabSize: number;
  onChange: (settings: typeof START) => void;
}) {
  const { t } = useTranslation();
  const { settings, vocabSize, onChange } = props;
  const fields = [
    { id: 'temperature', label: t('setting.temperature.label'), min: 0, max: 5, step: 0.1 },
    { id: 'topK', label: t('models.topK'), min: 0, max: vocabSize },
    { id: 'topP', label: t('models.topP'), min: 0.01, max: 1, step: 0.05 },
    { id: 'maxNewTokens', label: t('setting.max_new_tokens.label'), min: 1, max: MOST_TOKENS },
    { id: 'numReturnSequences', label: t('models.sequences'), min: 1, max: MOST_SEQUENCES },
  ] as const;
  return (
    <div className={data.controls}>
      {fields.map(({ id, ...field }) => (
        <NumberField
          key={id}
          {...field}
          value={settings[id]}
          onChange={(value) => onChange({ ...settings, [id]: value })}
        />
      ))}
    </div>
  );
}

function Text({ modelId, isContinued }: { modelId: string; isContinued: boolean }) {
  const { t } = useTranslation();
  const writing = useBenchStore('models', (state) => state.writing);
  if (writing?.modelId.split('+')[0] !== modelId)
    return <p className={styles.text}>{t('models.noOutput')}</p>;
  const { prompt, texts, isRunning } = writing;
  const shown = texts.length > 0 ? texts : [''];
  return shown.map((text, index) => (
    <p
      key={index}
      className={styles.text}
      data-testid="model-text"
      data-running={isRunning || undefined}
    >
      {isContinued && <mark className={styles.prompt}>{prompt}</mark>}
      {isRunning && text === '' ? (
        <span className={styles.quiet}> {t('models.loading')}</span>
      ) : (
        text
      )}
    </p>
  ));
}
