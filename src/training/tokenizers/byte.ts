/** Bytes of UTF-8 as tokens: 256 ids, any text, no training. */
import {
  decodeUtf8,
  joinTokenBytes,
  visibleText,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

export class ByteTokenizer implements Tokenizer {
  readonly kind = 'byte';
  readonly vocabSize = 256;

  encode(text: string): Int32Array {
    return Int32Array.from(new TextEncoder().encode(text));
  }

  decode(ids: ArrayLike<number>): string {
    return decodeUtf8(joinTokenBytes(this, ids));
  }

  tokenText(id: number): string {
    return visibleText(this.tokenBytes(id));
  }

  tokenBytes(id: number): Uint8Array {
    return Number.isInteger(id) && id >= 0 && id < this.vocabSize
      ? Uint8Array.of(id)
      : new Uint8Array();
  }

  toJSON(): TokenizerJson {
    return { kind: 'byte' };
  }
}
