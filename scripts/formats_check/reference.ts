// The Rust library `tokenizers` through its npm package, which is no dependency of the project: it is found in a
// folder that is named, or where it happens to be installed.
import { createRequire } from 'node:module';
import path from 'node:path';

interface PreTokenizer {
  preTokenizeString(text: string): [piece: string, offsets: [number, number]][];
}
interface Normalizer {
  normalizeString(text: string): string;
}
interface ReferenceTokenizer {
  getPreTokenizer(): PreTokenizer | null;
  getNormalizer(): Normalizer | null;
}
interface Library {
  Tokenizer: { fromString(json: string): ReferenceTokenizer };
}
export interface Reference {
  open(json: unknown): ReferenceTokenizer;
}

/** `folder` holds node_modules with the package `tokenizers`; without one the project's own is tried. */
export function loadReference(folder = '.'): Reference | null {
  const require = createRequire(path.join(path.resolve(folder), 'x.js'));
  try {
    const { Tokenizer } = require('tokenizers') as Library;
    return { open: (json) => Tokenizer.fromString(JSON.stringify(json)) };
  } catch {
    return null;
  }
}
