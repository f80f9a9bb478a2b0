/**
 * What every tokenizer can do. Ids run from 0 to vocabSize - 1. `encode` takes any string (lone surrogates
 * become U+FFFD, as in UTF-8) and `decode(encode(text))` is that text.
 */

export type TokenizerKind =
  | 'char'
  | 'byte'
  | 'bpe'
  | 'wordpiece'
  | 'gpt2'
  | 'tokenizer_json'
  | 'words';

export interface TokenizerJson {
  readonly kind: TokenizerKind;
  readonly [key: string]: unknown;
}

/** Ids of the special tokens, as the model's own files name them; a role that they leave open is absent. */
export interface SpecialTokens {
  readonly bos?: number;
  readonly eos?: number;
  readonly unk?: number;
  readonly sep?: number;
  readonly pad?: number;
  readonly cls?: number;
  readonly mask?: number;
  /** Everything that the files call special, the above among them. */
  readonly all: ReadonlySet<number>;
}

export interface DecodeOptions {
  /** Special tokens give no text. */
  readonly skipSpecial?: boolean | undefined;
}

/** A text, or a pair, as a model takes it: with the tokens that the post-processor adds. */
export interface ModelInput {
  readonly ids: Int32Array;
  /** 0 for the first text and its special tokens, else what the post-processor says; as long as `ids`. */
  readonly typeIds: Uint8Array;
  /** Tokens that were cut to keep to the limit. */
  readonly cut: number;
}

export interface ModelInputOptions {
  readonly pair?: string | undefined;
  /** At most so many tokens, special ones among them: of a pair the longer text loses its end first. */
  readonly maxTokens?: number | undefined;
}

export interface Tokenizer {
  readonly kind: TokenizerKind;
  readonly vocabSize: number;
  /** Of tokenizers that came with a model; those that are trained here have none. */
  readonly special?: SpecialTokens | undefined;
  /** As `tokenizer(text, pair, truncation=…)` of Hugging Face; absent: no special token is added. */
  encodeForModel?(text: string, options?: ModelInputOptions): ModelInput;
  encode(text: string): Int32Array;
  /** Broken UTF-8 (ids cut anywhere) becomes U+FFFD; an id of no token gives no text. */
  decode(ids: ArrayLike<number>, options?: DecodeOptions): string;
  /** Absent: texts of tokens don't depend on their neighbors. */
  streamDecoder?(options?: DecodeOptions): StreamDecoder;
  /**
   * The parts of a text that tokens do not reach over, where a token depends on more than its own characters:
   * joined they are the text. Null where such parts are not known.
   */
  pieces?(text: string): readonly string[] | null;
  /** For display: blanks and control characters are made visible, a part of a character shows its bytes. */
  tokenText(id: number): string;
  /** The UTF-8 bytes that the token stands for; none for an id of no token. */
  tokenBytes(id: number): Uint8Array;
  toJSON(): TokenizerJson;
}

export type TokenizerErrorCode =
  | 'unknown_character'
  | 'bad_id'
  | 'bad_json'
  | 'bad_vocab_size'
  | 'aborted'
  /** A regular expression of a tokenizer.json. Fields: pattern, at, what. */
  | 'unsupported_pattern'
  /** Fields: pattern. */
  | 'pattern_too_slow'
  /** A text needs the unknown token, and the model has none. Fields: text. */
  | 'no_unknown_token'
  /** Fields: maxTokens, added. */
  | 'limit_too_small';

export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
  readonly code: TokenizerErrorCode;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(
    code: TokenizerErrorCode,
    fields: Readonly<Record<string, string | number>> = {},
    message = `${code} ${JSON.stringify(fields)}`,
  ) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/** The text as UTF-8 can hold it. Under the u flag \p{Cs} matches lone surrogates only. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

const VISIBLE: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍' };

/** A token's bytes for display: text where they are whole characters, else ⟨e4 b8⟩. */
export function visibleText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.replace(
      /[\p{Cc}\p{Cf}\u2028\u2029 ]/gu,
      (ch) =>
        VISIBLE[ch] ??
        `⟨U+${(ch.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
  } catch {
    return `⟨${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}⟩`;
  }
}

/** How an id is shown that belongs to no token: a hole of the vocabulary, or a row that only pads the table. */
export const idMark = (id: number): string => `⟨id ${id}⟩`;

/** Ids count from 0; one of no token is no error. */
export function checkedId(id: number): number {
  if (Number.isInteger(id) && id >= 0) return id;
  throw new TokenizerError('bad_id', { id }, `${id} is no id of a token.`);
}

/** The bytes of tokens one after the other. */
export function joinTokenBytes(tokenizer: Tokenizer, ids: ArrayLike<number>): Uint8Array {
  const chunks = Array.from(ids, (id) => tokenizer.tokenBytes(id));
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Whether an id means the same to both. */
export function hasSameTokens(a: Tokenizer, b: Tokenizer): boolean {
  if (a.vocabSize !== b.vocabSize) return false;
  for (let id = 0; id < a.vocabSize; id++) if (a.tokenText(id) !== b.tokenText(id)) return false;
  return true;
}

/** TextDecoder would swallow a U+FEFF at the start; a tokenizer must give it back. */
export const decodeUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

export interface StreamDecoder {
  /** The characters that this token completes; '' while one is still cut. */
  push(id: number): string;
  /** What is left: U+FFFD for a character that never came whole. */
  end(): string;
}

/** For streaming: pushes and end, joined, are `decode` of the same ids. */
export function createStreamDecoder(tokenizer: Tokenizer, options?: DecodeOptions): StreamDecoder {
  const own = tokenizer.streamDecoder?.(options);
  if (own) return own;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    push: (id) => decoder.decode(tokenizer.tokenBytes(id), { stream: true }),
    end: () => decoder.decode(),
  };
}
