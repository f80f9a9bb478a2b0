// Conversations with models: the chat templates that their tokenizers have, and prompts made by them.
import { chatPrompt, chatTemplatesOf, type ChatTemplates } from '../../training/chat/chatTemplate';
import type { BaseRef } from '../../training/models/baseModel';
import type { Bases } from '../lab/bases';
import type { ChatRequest } from '../protocol/models';

const NONE: ChatTemplates = { templates: new Map(), tokens: {} };

export class Chats {
  readonly #bases: Bases;
  /** Of the model that was used last: opening one reads its weights. */
  #last: { readonly key: string; readonly templates: Promise<ChatTemplates> } | null = null;

  constructor(bases: Bases) {
    this.#bases = bases;
  }

  async templates(base: BaseRef): Promise<string[]> {
    return [...(await this.#templatesOf(base)).templates.keys()];
  }

  /** @throws BenchtopError no_chat_template | chat_template_bad | chat_template_raised */
  async prompt({ base, messages, template }: ChatRequest): Promise<string> {
    return chatPrompt(await this.#templatesOf(base), messages, template);
  }

  #templatesOf(base: BaseRef): Promise<ChatTemplates> {
    const key = JSON.stringify(base);
    if (this.#last?.key === key) return this.#last.templates;
    const templates = this.#bases
      .open(base)
      .then(({ tokenizer }) => chatTemplatesOf(tokenizer) ?? NONE);
    this.#last = { key, templates };
    // What failed is tried again.
    templates.catch(() => (this.#last = null));
    return templates;
  }
}
