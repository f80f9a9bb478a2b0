// What a pattern of a constraint holds: JavaScript's regular expressions under the u flag, without what is no
// regular language.
import type { CodePoints } from '../codePoints';

export type PatternNode =
  | { readonly type: 'set'; readonly set: CodePoints }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly type: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
    };

/** An alternative of the whole pattern, and whether it says itself where the text begins and ends. */
export interface Alternative {
  readonly node: PatternNode;
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
}
