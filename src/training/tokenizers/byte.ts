/** Bytes of UTF-8 as tokens: 256 ids, any text, no training. */
import {
  decodeUtf8,
  TokenizerError,
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
    return decodeUtf8(Uint8Array.from(ids, checkByte));
  }

  tokenText(id: number): string {
    return visibleText(this.tokenBytes(id));
  }

  tokenBytes(id: number): Uint8Array {
    return Uint8Array.of(checkByte(id));
  }

  toJSON(): TokenizerJson {
    return { kind: 'byte' };
  }
}

function checkByte(id: number): number {
  if (!Number.isInteger(id) || id < 0 || id > 255)
    throw new TokenizerError('bad_id', { id, vocabSize: 256 });
  return id;
}
