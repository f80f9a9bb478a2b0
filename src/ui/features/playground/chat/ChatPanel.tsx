import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../training/chat/chatTemplate';
import { Button } from '../../../kit/Button';
import { ErrorText } from '../../../kit/ErrorText';
import { useBench } from '../../../stores/context';
import { answer } from '../playgroundActions';
import styles from '../playground.module.css';
import type { PlayModel } from '../playModel';
import { PromptBox } from '../PromptBox';
import { RunKeys } from '../RunKeys';
import { SettingsPanel } from '../SettingsPanel';
import { Rendered, TemplateChoice, useChat } from './useChat';
import { usePlay } from '../usePlay';
import { useWriteSettings } from '../useWriteSettings';

/** A conversation: messages can be changed and deleted, and the last answer written again. */
export function ChatPanel({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { key, play, change } = usePlay(model.base);
  const { draft, isRunning, error } = play;
  const { why: wrong, settings } = useWriteSettings(draft.typed);
  const [typed, setTyped] = useState('');
  const { messages } = draft;
  const chat = useChat(model, draft);
  const why = wrong ?? (chat.isReady ? undefined : t('playground.chatReading'));
  const ask = (turns: readonly ChatMessage[]): void => {
    change({ messages: turns });
    const voice = { base: model.base, settings: settings() };
    void answer(bench, key, voice, () => chat.request(turns));
  };
  const send = (): void => {
    if (isRunning || why !== undefined || typed.trim() === '') return;
    ask([...messages, { role: 'user', content: typed }]);
    setTyped('');
  };
  const replace = (index: number, content: string): void =>
    change({ messages: messages.with(index, { ...messages[index]!, content }) });
  const remove = (index: number): void => change({ messages: messages.toSpliced(index, 1) });
  const hasAnswer = messages.at(-1)?.role === 'assistant' && messages.length > 1;
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <p className={styles.quiet} data-testid="chat-template">
          {chat.note}
        </p>
        <ol className={styles.turns} aria-label={t('playground.turns')}>
          {messages.map(({ role, content }, index) => (
            <li key={index} data-role={role}>
              <PromptBox
                label={t(`playground.role.${role}`)}
                value={content}
                testId={`chat-${role}`}
                isReadOnly={isRunning}
                onChange={(text) => replace(index, text)}
              />
              <Button
                size="small"
                look="quiet"
                icon={<Trash2 size={14} aria-hidden />}
                label={t('playground.deleteTurn', { n: index + 1 })}
                isDisabled={isRunning}
                testId="chat-delete"
                onPress={() => remove(index)}
              />
            </li>
          ))}
        </ol>
        <ErrorText error={error ?? chat.error} />
        <PromptBox
          label={t('playground.message')}
          value={typed}
          testId="chat-message"
          onChange={setTyped}
          onGo={send}
        />
        <div className={styles.row}>
          <RunKeys start={t('playground.send')} isRunning={isRunning} why={why} onStart={send} />
          {hasAnswer && (
            <Button
              icon={<RotateCcw size={14} aria-hidden />}
              isDisabled={isRunning || why !== undefined}
              testId="chat-again"
              onPress={() => ask(messages.slice(0, -1))}
            >
              {t('playground.again')}
            </Button>
          )}
          {!messages.some(({ role }) => role === 'system') && (
            <Button
              look="quiet"
              isDisabled={isRunning}
              testId="chat-system"
              onPress={() => change({ messages: [{ role: 'system', content: '' }, ...messages] })}
            >
              {t('playground.addSystem')}
            </Button>
          )}
        </div>
        <details className={styles.rendered}>
          <summary data-testid="chat-prompt">{t('playground.rendered')}</summary>
          <Rendered chat={chat} messages={hasAnswer ? messages.slice(0, -1) : messages} />
        </details>
      </div>
      <SettingsPanel
        draft={draft}
        onChange={change}
        without={['numReturnSequences']}
        more={<TemplateChoice {...chat} />}
      />
    </div>
  );
}
