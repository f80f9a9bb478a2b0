/** Any tokenizer.json, through Hugging Face's own library for JavaScript. */
import { Tokenizer as Library } from '@huggingface/tokenizers';
import { bytesOfToken } from './byteAlphabet';
import {
  TokenizerError,
  visibleText,
  wellFormed,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';
import { wordpieceText } from './wordpiece';

type Json = Readonly<Record<string, unknown>>;

export class HuggingFaceTokenizer implements Tokenizer {
  readonly kind = 'tokenizer_json';
  readonly vocabSize: number;
  private readonly json: Json;
  private readonly config: Json;
  private readonly library: Library;
  private readonly bytesOf: (token: string) => Uint8Array;
  private readonly added: ReadonlySet<number>;

  /** @throws TokenizerError bad_json */
  constructor(json: Json, config: Json = {}) {
    this.json = json;
    this.config = config;
    try {
      this.library = new Library(json, config);
      this.vocabSize = Math.max(...this.library.get_vocab(true).values()) + 1;
      this.added = new Set(this.library.get_added_tokens_decoder().keys());
    } catch (cause) {
      throw new TokenizerError('bad_json', { detail: String(cause) });
    }
    if (!Number.isSafeInteger(this.vocabSize)) throw new TokenizerError('bad_json');
    this.bytesOf = bytesBy(json);
  }

  static fromJSON({ kind, tokenizer, config }: TokenizerJson): HuggingFaceTokenizer {
    if (kind !== 'tokenizer_json' || !isObject(tokenizer) || !isObject(config))
      throw new TokenizerError('bad_json', { kind });
    return new HuggingFaceTokenizer(tokenizer, config);
  }

  /** Without the special tokens that a model's template would put around the text. */
  encode(text: string): Int32Array {
    const { ids } = this.library.encode(wellFormed(text), { add_special_tokens: false });
    return Int32Array.from(ids);
  }

  decode(ids: ArrayLike<number>): string {
    const options = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
    const known = Array.from(ids).filter((id) => this.library.id_to_token(id) !== undefined);
    return known.length > 0 ? this.library.decode(known, options) : '';
  }

  tokenText(id: number): string {
    return visibleText(this.tokenBytes(id));
  }

  tokenBytes(id: number): Uint8Array {
    const token = this.library.id_to_token(id);
    if (token === undefined) return new Uint8Array();
    return this.added.has(id) ? new TextEncoder().encode(token) : this.bytesOf(token);
  }

  toJSON(): TokenizerJson {
    return { kind: 'tokenizer_json', tokenizer: this.json, config: this.config };
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** How the vocabulary writes text: visible bytes, ## inside words, or ▁ for blanks. */
function bytesBy({ decoder }: Json): (token: string) => Uint8Array {
  const encoder = new TextEncoder();
  const type = isObject(decoder) ? decoder.type : undefined;
  if (type === 'ByteLevel') return (token) => bytesOfToken(token) ?? encoder.encode(token);
  if (type === 'WordPiece') return (token) => encoder.encode(wordpieceText(token));
  return (token) => {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(token)?.[1];
    return byte ? Uint8Array.of(parseInt(byte, 16)) : encoder.encode(token.replaceAll('▁', ' '));
  };
}
