import { useTranslation } from 'react-i18next';
import { DEFAULT_TEMPLATE, type ChatMessage } from '../../../../training/chat/chatTemplate';
import { baseKey } from '../../../../training/models/baseModel';
import { ErrorText } from '../../../kit/ErrorText';
import { SelectField } from '../../../kit/Field';
import { useBench } from '../../../stores/context';
import { useAnswer } from '../../../stores/useAnswer';
import styles from '../playground.module.css';
import { plainChat } from './plainChat';
import type { ChatJob } from '../playgroundActions';
import type { Draft } from '../playgroundStore';
import type { PlayModel } from '../playModel';
import { usePlay } from '../usePlay';

/** How a conversation becomes a prompt of this model: by its tokenizer's template, or plainly, and which it is. */
export function useChat(model: PlayModel, draft: Draft) {
  const { t } = useTranslation();
  const bench = useBench();
  const { change } = usePlay(model.base);
  const { base } = model;
  const found = useAnswer(baseKey(base), () => bench.lab.models.chatTemplates(base), 0);
  const names = Array.isArray(found) ? found : [];
  const usual = names.includes(DEFAULT_TEMPLATE) ? DEFAULT_TEMPLATE : names[0];
  const template = names.find((name) => name === draft.template) ?? usual;
  const plainly = (messages: readonly ChatMessage[]) =>
    plainChat(messages, {
      system: '',
      user: t('playground.role.user'),
      assistant: t('playground.role.assistant'),
    });
  const prompt = (messages: readonly ChatMessage[]): Promise<string> =>
    template === undefined
      ? Promise.resolve(plainly(messages).prompt)
      : bench.lab.models.chatPrompt({ base, messages, template });
  const request = async (messages: readonly ChatMessage[]): Promise<ChatJob> =>
    template === undefined
      ? plainly(messages)
      : { prompt: await prompt(messages), addSpecialTokens: false };
  const note =
    found === null
      ? t('playground.chatReading')
      : template === undefined
        ? t('playground.chatPlain')
        : t('playground.chatTemplate');
  return {
    isReady: found !== null,
    error: found && !Array.isArray(found) ? found : null,
    note,
    names,
    template,
    request,
    prompt,
    onTemplate: (name: string) => change({ template: name }),
  };
}

type Chat = ReturnType<typeof useChat>;

/** The text that the model reads. */
export function Rendered({ chat, messages }: { chat: Chat; messages: readonly ChatMessage[] }) {
  const key = chat.isReady ? JSON.stringify([chat.template, messages]) : null;
  const text = useAnswer(key, () => chat.prompt(messages));
  if (text !== null && typeof text !== 'string') return <ErrorText error={text} />;
  return (
    <pre className={styles.code} data-testid="chat-rendered">
      {text}
    </pre>
  );
}

/** Of a tokenizer with several templates. */
export function TemplateChoice({ names, template, onTemplate }: Chat) {
  const { t } = useTranslation();
  if (names.length < 2) return null;
  return (
    <SelectField
      label={t('playground.template')}
      help={t('playground.templateHelp')}
      value={template!}
      options={names.map((name) => ({ value: name, name }))}
      onChange={onTemplate}
    />
  );
}
