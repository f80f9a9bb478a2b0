import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../../kit/ErrorText';
import { useBench } from '../../../stores/context';
import { useModelName } from '../../../stores/models/useModels';
import { BaseChoice } from '../../study/BaseChoice';
import { Chips } from './Chips';
import { chipsOf } from './promptChips';
import styles from '../playground.module.css';
import { writeAll } from '../playgroundActions';
import { methodOf, typedOf } from '../playgroundSettings';
import { readsSource, type PlayModel } from '../playModel';
import { PromptBox } from '../PromptBox';
import { Replay } from './Replay';
import { RunKeys } from '../RunKeys';
import { DetailsSwitch, SettingsPanel } from '../SettingsPanel';
import { Texts } from './Texts';
import { usePlay } from '../usePlay';
import { useWriteSettings } from '../useWriteSettings';

/** A prompt, and what the model makes of it, token by token. */
export function WritePanel({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { key, play, change } = usePlay(model.base);
  const { draft, isRunning, error } = play;
  const { why, settings } = useWriteSettings(draft.typed);
  const isSource = readsSource(model);
  const [chip] = chipsOf(model);
  const usual = t(isSource ? 'models.sourceStart' : 'models.promptStart');
  const prompt = draft.prompt ?? (chip && 'text' in chip ? chip.text : usual);
  const nameOf = useModelName();
  /** One text at a time, of a decoder. */
  const canAssist =
    !isSource &&
    methodOf(draft.typed) !== 'beams' &&
    typedOf(draft.typed, 'numReturnSequences') === '1';
  const start = (): void => {
    if (isRunning || why !== undefined) return;
    const { against, details } = draft;
    const now = settings();
    const assistant = canAssist ? (draft.assistant ?? undefined) : undefined;
    const other = against ? [{ base: against, name: nameOf(against) ?? '' }] : [];
    const models = [{ base: model.base, name: model.name }, ...other];
    void writeAll(bench, key, { models, prompt, settings: now, details, assistant });
  };
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <PromptBox
          label={t('setting.prompt.label')}
          value={prompt}
          help={isSource ? t('models.sourceHelp') : undefined}
          testId="play-prompt"
          onChange={(text) => change({ prompt: text })}
          onGo={start}
        />
        {prompt === '' && !isSource && model.assumedStart !== undefined && (
          <p role="status" className={styles.quiet} data-testid="play-prompt-empty">
            {t('error.prompt_empty', { token: model.assumedStart })}
          </p>
        )}
        <Chips model={model} onChoose={(text) => change({ prompt: text })} />
        <RunKeys start={t('models.generate')} isRunning={isRunning} why={why} onStart={start} />
        <ErrorText error={error} />
        <Texts model={model} isContinued={!isSource} />
        <Replay model={model} prompt={prompt} />
      </div>
      <SettingsPanel
        draft={draft}
        onChange={change}
        more={
          <>
            <DetailsSwitch draft={draft} onChange={change} />
            {canAssist && (
              <BaseChoice
                label={t('playground.assistant')}
                help={t('playground.assistantHelp')}
                testId="play-assistant"
                none={t('playground.assistantNone')}
                value={draft.assistant}
                onChange={(assistant) => change({ assistant })}
              />
            )}
            <BaseChoice
              label={t('playground.against')}
              help={t('playground.againstHelp')}
              testId="play-against"
              none={t('playground.againstNone')}
              value={draft.against}
              onChange={(against) => change({ against })}
            />
          </>
        }
      />
    </div>
  );
}
