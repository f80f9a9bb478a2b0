// What the Data page shows: the source, the steps, what came of them, vocabularies. It outlives the page.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CleanText, SourceFacts, SourcePreview } from '../../host/data/dataLibrary';
import type {
  Vocabulary,
  VocabularyProgress,
  VocabularyRow,
} from '../../host/data/tokenizerLibrary';
import type { CleaningStep } from '../../training/data/cleaning/cleaning';
import type { CleaningProgress } from '../../training/data/cleaning/cleaningRun';
import type { Reading } from '../../training/data/sources/types';
import type { HubFile } from '../../training/data/sources/hub';
import type { SplitShares } from '../../training/data/split';

export interface StepSetting {
  readonly isOn: boolean;
  readonly step: CleaningStep;
}

export interface VocabularySetting extends Vocabulary {
  readonly isOn: boolean;
}

export interface DataJob {
  readonly kind: 'opening' | 'hub' | 'cleaning' | 'vocabularies';
  /** Bytes that are read, or the vocabularies' own steps. */
  readonly done: number;
  readonly total: number | undefined;
  /** What else is told of it. */
  readonly progress?: CleaningProgress | VocabularyProgress;
}

export interface DataState {
  job: DataJob | null;
  hub: readonly HubFile[];
  source: SourceFacts | null;
  /** As the user has set it; starts as the source suggests. */
  reading: Reading | null;
  preview: SourcePreview | null;
  steps: readonly StepSetting[];
  shares: SplitShares;
  clean: CleanText | null;
  vocabularies: readonly VocabularySetting[];
  rows: readonly VocabularyRow[];
  /** The vocabulary that is looked at and trained with. */
  chosen: string | null;
}

export type DataStore = StoreApi<DataState>;

const STEPS: readonly StepSetting[] = [
  { isOn: true, step: { kind: 'normalize', nfc: true, whiteSpace: true } },
  { isOn: true, step: { kind: 'length', minChars: 20, maxChars: 1_000_000 } },
  { isOn: false, step: { kind: 'language', keep: ['en', 'zh'] } },
  { isOn: false, step: { kind: 'pattern', pattern: 'https?://', keepsMatches: false } },
  { isOn: true, step: { kind: 'exact_duplicates' } },
  { isOn: true, step: { kind: 'near_duplicates', similarity: 0.8 } },
];

const VOCABULARIES: readonly VocabularySetting[] = [
  { isOn: true, kind: 'char', vocabSize: 0 },
  { isOn: true, kind: 'byte', vocabSize: 256 },
  { isOn: true, kind: 'bpe', vocabSize: 512 },
  { isOn: true, kind: 'bpe', vocabSize: 2048 },
  { isOn: true, kind: 'wordpiece', vocabSize: 2048 },
];

export function createDataStore(): DataStore {
  return createStore<DataState>(() => ({
    job: null,
    hub: [],
    source: null,
    reading: null,
    preview: null,
    steps: STEPS,
    shares: { validation: 0.1, test: 0.05, seed: 1 },
    clean: null,
    vocabularies: VOCABULARIES,
    rows: [],
    chosen: null,
  }));
}
