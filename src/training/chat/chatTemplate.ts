// A conversation as the prompt that a model was trained on: the chat template of its tokenizer, rendered as
// `apply_chat_template` of transformers does.
import { BenchtopError } from '../../gpu/errors';
import { isObject, type JsonObject } from '../tokenizers/huggingface/component';
import { classOf, defaultNames, namedRoles } from '../tokenizers/huggingface/specialTokens';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { JinjaError, renderJinja } from './strictJinja';

export type ChatRole = 'system' | 'user' | 'assistant';

export interface ChatMessage {
  readonly role: ChatRole;
  readonly content: string;
}

export interface ChatTemplates {
  /** By name: a tokenizer with one calls it `default`. */
  readonly templates: ReadonlyMap<string, string>;
  /** What a template knows special tokens by: `bos_token` and so on. */
  readonly tokens: Readonly<Record<string, unknown>>;
}

export const DEFAULT_TEMPLATE = 'default';

/** Null of a tokenizer without one. */
export function chatTemplatesOf(tokenizer: Tokenizer): ChatTemplates | null {
  const { kind, config } = tokenizer.toJSON();
  if (kind !== 'tokenizer_json' || !isObject(config)) return null;
  const templates = new Map(namedTemplates(config.chat_template));
  return templates.size === 0 ? null : { templates, tokens: tokensOf(config) };
}

/** One, a list of named ones, or an object of them. */
function namedTemplates(given: unknown): (readonly [string, string])[] {
  if (typeof given === 'string') return [[DEFAULT_TEMPLATE, given]];
  const entries: unknown[][] = Array.isArray(given)
    ? given.filter(isObject).map(({ name, template }) => [name, template])
    : Object.entries(isObject(given) ? given : {});
  return entries.flatMap(([name, template]) =>
    typeof name === 'string' && typeof template === 'string' ? [[name, template] as const] : [],
  );
}

/** `special_tokens_map`: what the files name, or else the tokenizer's class. */
function tokensOf(config: JsonObject): Record<string, unknown> {
  const defaults = Object.entries(defaultNames(classOf(config)));
  const named = Object.entries(namedRoles(config)).map(
    ([role, token]) => [role, token?.content] as const,
  );
  const roles = [...defaults, ...named].map(([role, token]) => [`${role}_token`, token] as const);
  const { additional_special_tokens: more } = config;
  const others = Array.isArray(more)
    ? more.map((token: unknown) => (isObject(token) ? token.content : token))
    : [];
  const tokens = [...roles, ['additional_special_tokens', others.length > 0 ? others : undefined]];
  return Object.fromEntries(
    (tokens as [string, unknown][]).filter(([, token]) => token !== undefined && token !== ''),
  );
}

/**
 * The prompt, up to where the assistant goes on. It has its special tokens in it.
 * @throws BenchtopError no_chat_template | chat_template_bad | chat_template_raised
 */
export function chatPrompt(
  { templates, tokens }: ChatTemplates,
  messages: readonly ChatMessage[],
  name = DEFAULT_TEMPLATE,
  now = new Date(),
): string {
  const template = templates.get(name);
  if (template === undefined)
    throw new BenchtopError('no_chat_template', `There is no chat template "${name}".`, { name });
  const given = { messages, tools: null, documents: null, add_generation_prompt: true, ...tokens };
  try {
    return renderJinja(template, given, now);
  } catch (thrown) {
    if (!(thrown instanceof JinjaError)) throw thrown;
    const { message: reason, isRaised } = thrown;
    const [code, text] = isRaised
      ? ['chat_template_raised', `The chat template refuses these turns: ${reason}`]
      : ['chat_template_bad', `The chat template cannot be used: it ${reason}.`];
    throw new BenchtopError(code!, text!, { name, reason });
  }
}
