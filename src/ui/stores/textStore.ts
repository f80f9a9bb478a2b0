// Texts that are no part of the app: the user's own and downloaded ones. The text itself is in the
// Worker; here is what the page shows of it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DownloadFacts, TextSummary } from '../../host/data/textLibrary';

export interface Reading {
  name: string;
  corpus: string;
  readBytes: number;
  totalBytes: number | undefined;
}

export interface TextState {
  /** By corpus: own_file, tiny_shakespeare. */
  texts: Record<string, TextSummary>;
  reading: Reading | null;
  downloads: readonly DownloadFacts[];
}

export type TextStore = StoreApi<TextState>;

export const OWN_FILE = 'own_file';

export function createTextStore(): TextStore {
  return createStore<TextState>(() => ({ texts: {}, reading: null, downloads: [] }));
}
