// From a run's `data` and `tokenizer` settings to tokens: makes, fetches or takes the text, trains
// the tokeniser where it has to be trained, and encodes.
import type { AssetCorpus } from '../training/data/corpora';
import { corpusFloorNatsPerChar, CORPORA, generateSplits } from '../training/data/corpora';
import { buildDataset, splitText, type Dataset, type TextSplits } from '../training/data/dataset';
import { BenchtopError } from '../gpu/errors';
import type { RunConfig, TokenizerConfig } from '../training/run/config';
import { trainBpe } from '../training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../training/tokenizers/byte';
import { CharTokenizer } from '../training/tokenizers/char';
import type { Tokenizer } from '../training/tokenizers/tokenizer';
import { trainWordPiece } from '../training/tokenizers/wordpieceTraining';
import type { SuppliedText } from './protocol';

export interface PreparedData {
  readonly tokenizer: Tokenizer;
  readonly dataset: Dataset;
}

export type PrepareStage = 'corpus' | 'tokenizer';

export interface PrepareOptions {
  readonly text?: SuppliedText | undefined;
  /** Reads a corpus that was packed with the app, unpacked. */
  readonly readAsset: (corpus: AssetCorpus) => Promise<string>;
  readonly onProgress: (stage: PrepareStage, done: number, total: number, detail: string) => void;
  readonly signal: AbortSignal;
}

/** @throws BenchtopError unknown_corpus | text_missing, DataError, TokenizerError */
export async function prepareData(
  config: RunConfig,
  options: PrepareOptions,
): Promise<PreparedData> {
  const { onProgress, signal } = options;
  onProgress('corpus', 0, 1, config.data.corpus);
  const { splits, floorNatsPerChar } = await readSplits(config, options);
  onProgress('corpus', 1, 1, config.data.corpus);
  const tokenizer = await makeTokenizer(config.tokenizer, splits, options);
  const dataset = await buildDataset({
    ...splits,
    tokenizer,
    signal,
    onProgress: (done, total) => onProgress('tokenizer', done, total, 'encode'),
    ...(floorNatsPerChar !== undefined && { floorNatsPerChar }),
  });
  return { tokenizer, dataset };
}

async function readSplits(
  { data }: RunConfig,
  { text, readAsset }: PrepareOptions,
): Promise<{ splits: TextSplits; floorNatsPerChar?: number | undefined }> {
  const corpus = CORPORA.find(({ id }) => id === data.corpus);
  if (!corpus) {
    throw new BenchtopError('unknown_corpus', `There is no corpus "${data.corpus}".`, {
      corpus: data.corpus,
    });
  }
  if (corpus.kind === 'grammar') {
    const sized = data.size_chars ? { ...corpus, trainChars: data.size_chars } : corpus;
    return {
      splits: generateSplits(sized, data.seed),
      floorNatsPerChar: corpusFloorNatsPerChar(corpus),
    };
  }
  if (corpus.kind === 'asset')
    return { splits: splitText(await readAsset(corpus), data.validation_share) };
  if (!text)
    throw new BenchtopError('text_missing', `The corpus "${corpus.id}" needs its text first.`, {
      corpus: corpus.id,
    });
  return { splits: splitText(text.text, data.validation_share) };
}

async function makeTokenizer(
  config: TokenizerConfig,
  { train, validation }: TextSplits,
  { onProgress, signal }: PrepareOptions,
): Promise<Tokenizer> {
  switch (config.kind) {
    case 'byte':
      return new ByteTokenizer();
    case 'char':
      // Held-out characters belong to the alphabet: an unknown one would have no probability at all.
      return CharTokenizer.train(train, validation);
    case 'bpe':
      return trainBpe(train, {
        vocabSize: config.vocab_size,
        signal,
        onProgress: (merge, total, pair) => onProgress('tokenizer', merge, total, pair),
      });
    case 'wordpiece':
      return trainWordPiece(train, {
        vocabSize: config.vocab_size,
        signal,
        onProgress: (count, total, token) => onProgress('tokenizer', count, total, token),
      });
  }
}
