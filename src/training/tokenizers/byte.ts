/** Bytes of UTF-8 as tokens: 256 ids, any text, no training. */
import {
  checkedId,
  decodeUtf8,
  idMark,
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
    return decodeUtf8(Uint8Array.from(Array.from(ids).filter((id) => checkedId(id) < 256)));
  }

  tokenText(id: number): string {
    return id < 256 ? visibleText(this.tokenBytes(id)) : idMark(checkedId(id));
  }

  tokenBytes(id: number): Uint8Array {
    return checkedId(id) < 256 ? Uint8Array.of(id) : new Uint8Array(0);
  }

  toJSON(): TokenizerJson {
    return { kind: 'byte' };
  }
}
