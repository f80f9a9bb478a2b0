// What a language of texts is made of. Equal expressions are one object.
import type { CodePoints } from './codePoints';

export interface Common {
  readonly id: number;
  /** The empty text belongs to it. */
  readonly isNullable: boolean;
}

export type Expression = Common &
  (
    | { readonly kind: 'none' }
    | { readonly kind: 'empty' }
    | { readonly kind: 'characters'; readonly set: CodePoints }
    | Partial
    | {
        readonly kind: 'literal';
        readonly bytes: Uint8Array;
        readonly text: string;
        readonly from: number;
      }
    | { readonly kind: 'sequence'; readonly first: Expression; readonly rest: Expression }
    | { readonly kind: 'choice'; readonly options: readonly Expression[] }
    | {
        readonly kind: 'repeat';
        readonly item: Expression;
        readonly min: number;
        readonly max: number;
      }
    | { readonly kind: 'rule'; readonly name: string }
    | { readonly kind: 'both'; readonly a: Expression; readonly b: Expression }
    /** Digits that make a multiple of `of`, behind others that left `rest`. */
    | { readonly kind: 'multiple'; readonly of: number; readonly rest: number }
  );

/** What is left of a character of `set` whose first bytes were read. */
interface Partial {
  readonly kind: 'partial';
  readonly set: CodePoints;
  /** The code point as far as it is known, and the bytes that are missing. */
  readonly base: number;
  readonly missing: number;
}
