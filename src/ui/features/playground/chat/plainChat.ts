// A conversation for a model whose tokenizer has no chat template: a line for each message.
import type { ChatMessage, ChatRole } from '../../../../training/chat/chatTemplate';

type Roles = Readonly<Record<ChatRole, string>>;

/** Up to where the assistant goes on; its answer ends where the user's next line would begin. */
export function plainChat(
  messages: readonly ChatMessage[],
  names: Roles,
): { readonly prompt: string; readonly stopStrings: readonly string[] } {
  const lines = messages.map(({ role, content }) =>
    role === 'system' ? `${content.trim()}\n` : `${names[role]}: ${content.trim()}\n`,
  );
  const prompt = `${lines.join('')}${names.assistant}:`;
  return { prompt, stopStrings: [`\n${names.user}:`] };
}
