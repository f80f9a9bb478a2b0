// Conversations as data sets write them: a list of messages with role and content (or ShareGPT's from and
// value). Content may be a list of text parts. What is not text (images, tool calls) or stands
// beside it (thoughts) refuses the row.
import { JsonTextError, parseJson } from '../tables/jsonText';

export interface Turn {
  readonly role: string;
  readonly content: string;
  /** An answer that is not to be learned: OpenAI's `weight: 0`, Axolotl's `train`, ms-swift's `loss`. */
  readonly isContext?: boolean;
}

export type ConversationFault = 'bad_messages' | 'not_only_text' | 'no_answer';

const ANSWERING = new Set(['assistant', 'gpt', 'chatgpt', 'bing', 'bard', 'model', 'bot', 'ai']);

export const isMessageList = (value: unknown): value is readonly object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === 'object' && one !== null && ('role' in one || 'from' in one));

/** Also of a cell that holds the list as JSON. */
export function turnsOf(value: unknown): readonly Turn[] | ConversationFault {
  const list = rowsOfLists(typeof value === 'string' ? parsed(value) : value);
  if (!Array.isArray(list) || list.length === 0) return 'bad_messages';
  const turns: Turn[] = [];
  for (const message of list as unknown[]) {
    const turn = turnOf(message);
    if (typeof turn === 'string') return turn;
    turns.push(turn);
  }
  return turns;
}

/** `{role: […], content: […]}`, as datasets holds a sequence of dictionaries. */
function rowsOfLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { role, from } = value as Record<string, unknown>;
  const speakers = role ?? from;
  const lists = Object.entries(value);
  if (!Array.isArray(speakers) || !lists.every(([, list]) => Array.isArray(list))) return value;
  return speakers.map((_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, (list as readonly unknown[])[i]])),
  );
}

function turnOf(message: unknown): Turn | ConversationFault {
  if (typeof message !== 'object' || message === null) return 'bad_messages';
  const fields = message as Record<string, unknown>;
  const { role, content, from, value } = fields;
  const who = role ?? from;
  if (typeof who !== 'string') return 'bad_messages';
  if (isFilled(fields.tool_calls) || isFilled(fields.function_call)) return 'not_only_text';
  if (fields.channel === 'analysis' || fields.channel === 'commentary') return 'not_only_text';
  if (THOUGHTS.some((name) => isFilled(fields[name]))) return 'not_only_text';
  const text = contentOf(content ?? value);
  if (typeof text !== 'string') return text.fault;
  return { role: who, content: text, ...(isMasked(fields) && { isContext: true }) };
}

const isMasked = ({ weight, train, training, loss }: Record<string, unknown>): boolean =>
  weight === 0 || [train, training, loss].some((flag) => flag === false || flag === 0);

/** Beside the content, as harmony and the chat templates of reasoning models have it. */
const THOUGHTS = ['thinking', 'reasoning_content', 'reasoning'];

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) || typeof value === 'string'
    ? value.length > 0
    : value !== null && value !== undefined;

function contentOf(content: unknown): string | { readonly fault: ConversationFault } {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return { fault: 'bad_messages' };
  const parts = content.map((part: unknown) => {
    if (typeof part === 'string') return part;
    const { type, text } = (part ?? {}) as { type?: unknown; text?: unknown };
    return typeof text === 'string' && (type === undefined || type === 'text') ? text : null;
  });
  return parts.includes(null) ? { fault: 'not_only_text' } : parts.join('');
}

function parsed(json: string): unknown {
  try {
    return parseJson(json);
  } catch (thrown) {
    if (thrown instanceof JsonTextError) return null;
    throw thrown;
  }
}

/** `role: content`, a line each. */
export const transcript = (turns: readonly Turn[]): string =>
  turns.map(({ role, content }) => `${role}: ${content}`).join('\n');

/** The last answer, and everything that was said before it. */
export function lastAnswer(
  turns: readonly Turn[],
): { readonly prompt: string; readonly answer: string } | ConversationFault {
  const at = turns.findLastIndex(
    ({ role, isContext }) => ANSWERING.has(role.toLowerCase()) && !isContext,
  );
  if (at < 1) return 'no_answer';
  const before = turns.slice(0, at);
  return { prompt: promptOf(before), answer: turns[at]!.content };
}

/** One question needs no names in front; an exchange does. */
function promptOf(turns: readonly Turn[]): string {
  const spoken = turns.filter(({ role }) => role.toLowerCase() !== 'system');
  if (spoken.length <= 1) return turns.map(({ content }) => content).join('\n\n');
  return transcript(turns);
}
