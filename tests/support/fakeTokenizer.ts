// A tokenizer as a model's own files make one: letters, special tokens under any names, a post-processor.
import { longestFirst } from '../../src/training/tokenizers/truncation';
import {
  TokenizerError,
  type ModelInput,
  type ModelInputOptions,
  type SpecialTokens,
  type Tokenizer,
  type TokenizerJson,
} from '../../src/training/tokenizers/tokenizer';

type Slot = 'A' | 'B' | { readonly id: number; readonly type?: number };

export interface FakeModel {
  /** Index = id; a hole is undefined. Characters that are missing become `unk`. */
  readonly tokens: readonly (string | undefined)[];
  readonly special: Omit<SpecialTokens, 'all'>;
  readonly single?: readonly Slot[];
  readonly pair?: readonly Slot[];
}

export class FakeTokenizer implements Tokenizer {
  readonly kind = 'tokenizer_json';
  readonly vocabSize: number;
  readonly special: SpecialTokens;
  readonly #model: FakeModel;

  constructor(model: FakeModel) {
    this.#model = model;
    this.vocabSize = model.tokens.length;
    const named = Object.values(model.special);
    const sentinels = model.tokens.flatMap((token, id) => (token?.startsWith('<') ? [id] : []));
    this.special = { ...model.special, all: new Set([...named, ...sentinels]) };
  }

  /** Special tokens that are spelled out are themselves. */
  encode(text: string): Int32Array {
    const { tokens, special } = this.#model;
    const parts = text
      .split(/(<[^>]+>|\[[A-Z]+\])/)
      .flatMap((part) => (tokens.includes(part) && part.length > 1 ? [part] : [...part]));
    return Int32Array.from(parts, (part) => {
      const id = tokens.indexOf(part);
      if (id >= 0) return id;
      if (special.unk === undefined)
        throw new TokenizerError('unknown_character', { character: part });
      return special.unk;
    });
  }

  encodeForModel(text: string, { pair, maxTokens }: ModelInputOptions = {}): ModelInput {
    const { single = ['A'], pair: both = ['A', 'B'] } = this.#model;
    const template = pair === undefined ? single : both;
    const first = this.encode(text);
    const second = pair === undefined ? new Int32Array() : this.encode(pair);
    const added = template.filter((slot) => typeof slot === 'object').length;
    const room = (maxTokens ?? Infinity) - added;
    const [a, b] = longestFirst(first.length, second.length, room);
    const ids: number[] = [];
    const types: number[] = [];
    for (const slot of template) {
      const part = slot === 'A' ? first.slice(0, a) : slot === 'B' ? second.slice(0, b) : [slot.id];
      const type = typeof slot === 'object' ? (slot.type ?? 0) : Number(slot === 'B');
      ids.push(...part);
      types.push(...Array.from(part, () => type));
    }
    const cut = first.length + second.length - a - b;
    return { ids: Int32Array.from(ids), typeIds: Uint8Array.from(types), cut };
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.#model.tokens[id] ?? '').join('');
  }

  tokenText(id: number): string {
    return this.#model.tokens[id] ?? '';
  }

  tokenBytes(id: number): Uint8Array {
    return new TextEncoder().encode(this.tokenText(id));
  }

  toJSON(): TokenizerJson {
    return { kind: 'tokenizer_json', model: this.#model };
  }
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz', ' ', '\n'];

/** `<unk> <s> </s>` and letters; a text begins with `<s>`. */
export const llamaTokenizer = (): FakeTokenizer =>
  new FakeTokenizer({
    tokens: ['<unk>', '<s>', '</s>', ...LETTERS],
    special: { unk: 0, bos: 1, eos: 2 },
    single: [{ id: 1 }, 'A'],
    pair: [{ id: 1 }, 'A', { id: 1, type: 1 }, 'B'],
  });

/** BERT's template under the names that are given for its roles; `mask` may be missing. */
export function bertTokenizer(pad: string, cls: string, sep: string, mask?: string): FakeTokenizer {
  const tokens = [pad, '<unk>', cls, sep, ...LETTERS, ...(mask === undefined ? [] : [mask])];
  return new FakeTokenizer({
    tokens,
    special: {
      pad: 0,
      unk: 1,
      cls: 2,
      sep: 3,
      ...(mask !== undefined && { mask: tokens.length - 1 }),
    },
    single: [{ id: 2 }, 'A', { id: 3 }],
    pair: [{ id: 2 }, 'A', { id: 3 }, 'B', { id: 3, type: 1 }],
  });
}
