// From a run's `data` and `tokenizer` settings to tokens: makes, fetches or takes the text, trains
// the tokenizer where it has to be trained, and encodes.
import type { AssetCorpus } from '../../training/data/corpora/corpora';
import {
  corpusFloorNatsPerChar,
  CORPORA,
  generateSplits,
} from '../../training/data/corpora/corpora';
import {
  buildDataset,
  splitText,
  type Dataset,
  type TextSplits,
} from '../../training/data/dataset';
import { buildStreamedDataset, type StreamedSplits } from '../../training/data/streamDataset';
import type { ModelConfig, RunConfig, TokenizerConfig } from '../../training/run/config';
import { isEncoderDecoderFamily, isEncoderFamily } from '../../training/models/families';
import { trainBpe } from '../../training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../training/tokenizers/byte';
import { CharTokenizer } from '../../training/tokenizers/char';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { trainWordPiece } from '../../training/tokenizers/wordpieceTraining';
import type { Example, Examples } from '../../training/data/examples/examples';
import { encodeExamples, type ExampleData } from '../../training/objectives/exampleData';
import { lengthOf, targetLengthOf } from '../../training/objectives/runObjective';
import { laidOut, tokenMeanings, type TextData } from '../../training/objectives/source';
import { specialIdsFor, taskTokenizerOf, withoutText } from '../../training/objectives/vocabulary';
import { hostError } from '../protocol/error';
import type { SuppliedText } from '../protocol/text';
import { examplesFor } from './examples';
import type { OwnExamples } from '../protocol/examples';
import { streamedText } from './stream';

export interface PreparedData {
  readonly tokenizer: Tokenizer;
  readonly text: TextData;
  /**
   * Of the corpus that the run is about: the last that it reads in turn. Null for tasks without text. Its
   * tokens are those of `text`, and are held there alone.
   */
  readonly dataset: Pick<Dataset, 'figures' | 'floor'> | null;
}

export type PreparePhase = 'corpus' | 'tokenizer';

export interface PrepareOptions {
  readonly text?: SuppliedText | undefined;
  /** Of a model that has one already; otherwise it is made as the config says. */
  readonly tokenizer?: Tokenizer | undefined;
  /** Of that model, where it is more than the tokenizer's. */
  readonly vocabSize?: number | undefined;
  /** That the user imported. */
  readonly examples?: OwnExamples | undefined;
  /** Reads a corpus that was packed with the app, unpacked. */
  readonly readAsset: (corpus: AssetCorpus) => Promise<string>;
  readonly onProgress: (phase: PreparePhase, done: number, total: number, detail: string) => void;
  readonly signal: AbortSignal;
}

/** @throws BenchtopError unknown_corpus | text_missing, DataError, TokenizerError */
export async function prepareData(
  config: RunConfig,
  options: PrepareOptions,
): Promise<PreparedData> {
  const task = taskTokenizerOf(config);
  if (task) return { tokenizer: task, text: withoutText(config, task), dataset: null };
  const { onProgress, signal } = options;
  const examples = examplesFor(config, options.examples);
  if (examples && config.data.corpus === 'task') return examplesAlone(config, examples, options);
  const sources = sourcesOf(config);
  const read: CorpusText[] = [];
  for (const source of sources) {
    onProgress('corpus', 0, 1, source.corpus);
    read.push(await readSplits(source, config, options));
    onProgress('corpus', 1, 1, source.corpus);
  }
  const joined = {
    train: read.map(({ splits }) => splits.train).join(''),
    validation: read.map(({ splits }) => splits.validation).join(''),
  };
  const tokenizer = options.tokenizer ?? (await makeTokenizer(config.tokenizer, joined, options));
  const datasets: Dataset[] = [];
  const onEncoded = (done: number, total: number) => onProgress('tokenizer', done, total, 'encode');
  for (const { splits, streamed, floorNatsPerChar } of read) {
    const reported = { signal, onProgress: onEncoded };
    const dataset = streamed
      ? buildStreamedDataset(streamed, tokenizer, reported)
      : buildDataset({ ...splits, tokenizer, floorNatsPerChar, ...reported });
    datasets.push(await dataset);
  }
  const about = sources.findLastIndex(({ from_step }) => from_step !== undefined);
  const seqLen = config.model.n_positions;
  const text = {
    ...concatenated(sources, datasets, seqLen),
    ...tokenMeanings(tokenizer),
    ...readWith(config, tokenizer, examples, options),
    seed: config.training.seed,
  };
  const { figures, floor } = datasets[about]!;
  return { tokenizer, text, dataset: { figures, ...(floor && { floor }) } };
}

/** Without any text beside them. */
async function examplesAlone(
  config: RunConfig,
  examples: Examples,
  options: PrepareOptions,
): Promise<PreparedData> {
  const textOf = (list: readonly Example[]): string =>
    list.map(({ text, second = '' }) => `${text}\n${second}\n`).join('');
  const all = { train: textOf(examples.train), validation: textOf(examples.validation) };
  const tokenizer = options.tokenizer ?? (await makeTokenizer(config.tokenizer, all, options));
  const text = {
    ...withoutText(config, tokenizer),
    ...readWith(config, tokenizer, examples, options),
  };
  return { tokenizer, text, dataset: null };
}

/** What the tokens mean to the objectives, and the examples in them. */
function readWith(
  config: RunConfig,
  tokenizer: Tokenizer,
  examples: Examples | undefined,
  { vocabSize }: PrepareOptions,
): Pick<TextData, 'special' | 'examples'> {
  const special = specialIdsFor(config, tokenizer);
  const isEncoder = isEncoderFamily(config.model.family);
  const maxTokens = lengthOf(config);
  const hasEncoder = isEncoderDecoderFamily(config.model.family);
  const maxTargetTokens = targetLengthOf(config);
  const reader = { tokenizer, special, isEncoder, hasEncoder, maxTokens, maxTargetTokens };
  const encoded = examples && encodeExamples(examples, reader);
  if (encoded) refuseSegments(encoded, config.model);
  return {
    special: { ...special, vocabSize: Math.max(special.vocabSize, vocabSize ?? 0) },
    examples: encoded,
  };
}

/** A post-processor may number segments that the model's table has no row for. */
function refuseSegments({ train, validation }: ExampleData, model: ModelConfig): void {
  if (model.family !== 'bert') return;
  const rows = model.type_vocab_size;
  const most = [...train, ...validation].reduce(
    (all, { typeIds = [] }) => Array.from(typeIds).reduce((a, b) => Math.max(a, b), all),
    0,
  );
  if (most < rows) return;
  throw hostError('unknown_segment', { segment: most, rows });
}

interface Source {
  readonly corpus: string;
  readonly size_chars?: number | undefined;
  readonly from_step?: number | undefined;
}

/** The corpora of a run in the order in which they are written down. */
const sourcesOf = ({ data: { corpus, size_chars, more = [] } }: RunConfig): readonly Source[] => [
  { corpus, size_chars, from_step: 0 },
  ...more,
];

/** Corpora one behind the other, each at least one window long. */
function concatenated(
  sources: readonly Source[],
  datasets: readonly Dataset[],
  seqLen: number,
): Pick<TextData, 'train' | 'validation' | 'sources'> {
  const lay = (split: 'train' | 'validation') =>
    laidOut(datasets.map((dataset) => atLeastOneWindow(dataset[split], seqLen)));
  const [train, validation] = [lay('train'), lay('validation')];
  return {
    train: train.tokens,
    validation: validation.tokens,
    sources: sources.map(({ corpus, from_step: fromStep }, index) => ({
      id: corpus,
      fromStep,
      train: train.ranges[index]!,
      validation: validation.ranges[index]!,
    })),
  };
}

/** A text shorter than a window is repeated: a window needs seqLen + 1 tokens. */
function atLeastOneWindow(tokens: Int32Array, seqLen: number): Int32Array<ArrayBuffer> {
  // A dataset owns its memory, which is never shared between threads.
  if (tokens.length >= seqLen + 2) return tokens as Int32Array<ArrayBuffer>;
  return Int32Array.from({ length: seqLen + 2 }, (_, index) => tokens[index % tokens.length] ?? 0);
}

interface CorpusText {
  /** The texts; of a streamed one, what a tokenizer is trained on. */
  readonly splits: TextSplits;
  readonly streamed?: StreamedSplits;
  readonly floorNatsPerChar?: number | undefined;
}

async function readSplits(
  source: Source,
  { data, tokenizer }: RunConfig,
  { text, readAsset, signal }: PrepareOptions,
): Promise<CorpusText> {
  const corpus = CORPORA.find(({ id }) => id === source.corpus);
  if (!corpus) throw hostError('unknown_corpus', { corpus: source.corpus });
  if (corpus.kind === 'grammar') {
    const sized = source.size_chars ? { ...corpus, trainChars: source.size_chars } : corpus;
    return {
      splits: generateSplits(sized, data.seed),
      floorNatsPerChar: corpusFloorNatsPerChar(corpus),
    };
  }
  if (corpus.kind === 'asset')
    return { splits: splitText(await readAsset(corpus), data.validation_share) };
  if (!text) throw hostError('text_missing', { corpus: corpus.id });
  if ('train' in text) return streamedText(text, data.validation_share, tokenizer.kind, signal);
  return { splits: splitText(text.text, data.validation_share) };
}

export async function makeTokenizer(
  config: TokenizerConfig,
  { train, validation }: TextSplits,
  { onProgress, signal }: Pick<PrepareOptions, 'onProgress' | 'signal'>,
): Promise<Tokenizer> {
  const learning = (vocabSize: number) => ({
    vocabSize,
    signal,
    onProgress: (done: number, total: number, token: string) =>
      onProgress('tokenizer', done, total, token),
  });
  switch (config.kind) {
    case 'byte':
      return new ByteTokenizer();
    case 'char':
      // Held-out characters belong to the alphabet: an unknown one would have no probability at all.
      return CharTokenizer.train(train, validation);
    case 'bpe':
      return trainBpe(train, learning(config.vocab_size));
    case 'wordpiece':
      return trainWordPiece(train, learning(config.vocab_size));
  }
}
