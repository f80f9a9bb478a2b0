// What an experiment file holds: a run, and the words and facts that introduce it.
import type { CorpusId } from '../training/data/corpora/corpora';
import type { RunConfigInput } from '../training/run/config';

export interface Words {
  readonly en: string;
  readonly 'zh-CN': string;
}

/** Under which heading it stands. */
export type ExperimentGroup = 'texts' | 'architectures' | 'objectives' | 'training' | 'tasks';

export interface Experiment {
  readonly id: string;
  /** `texts` where left out. */
  readonly group?: ExperimentGroup;
  readonly title: Words;
  /** A few words for the list. */
  readonly tagline: Words;
  /** One or two sentences: what the model reads, and what to watch for. */
  readonly about: Words;
  readonly source: Words;
  readonly licence: string;
  /** The kind of text that the model will see; shown before the run. */
  readonly excerpt: string;
  /** How generated text is set. */
  readonly voice: 'prose' | 'code';
  /** Distinct characters of the corpus, roughly, for the plan before the corpus is made. */
  readonly charVocab: number /** Left alone by the probe: its sizes are the point. */;
  readonly keepsSizes?: true;
  readonly config: RunConfigInput & { data: { corpus: CorpusId } };
}
