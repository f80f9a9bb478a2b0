// Word lists as grammars use them.
import { pick, type GrammarNode } from './grammar';

/** What stands between blanks and line breaks. */
export const words = (list: string): readonly string[] => list.trim().split(/\s+/);

/** Any of them, each as likely as the others. */
export const one = (list: readonly string[]): GrammarNode => pick(...list);

/** To be bound to a feature, and read as `{feature.is}`. */
export const values = (list: readonly string[]) => list.map((is) => ({ is }));

/** A whole number, both ends included. */
export const range = (from: number, to: number): GrammarNode =>
  one(Array.from({ length: to - from + 1 }, (_, i) => String(from + i)));
