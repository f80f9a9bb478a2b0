/**
 * Training, validation and test text, by document. The share of a document follows from its text and the
 * seed alone: copies never stand on both sides, and more data moves no document to another side.
 */
import { textHash } from './cleaning/dedup';

export type SplitName = 'train' | 'validation' | 'test';

export interface SplitShares {
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

export function splitOf(document: string, { validation, test, seed }: SplitShares): SplitName {
  const at = textHash(document, seed)[0] / 4294967296;
  if (at < validation) return 'validation';
  return at < validation + test ? 'test' : 'train';
}
