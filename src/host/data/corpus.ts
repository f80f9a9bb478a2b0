// From a run's `data` and `tokenizer` settings to tokens: makes, fetches or takes the text, trains
// the tokenizer where it has to be trained, and encodes.
import { buildDataset, type Dataset, type TextSplits } from '../../training/data/dataset';
import { buildStreamedDataset } from '../../training/data/streamDataset';
import type { ModelConfig, RunConfig, TokenizerConfig } from '../../training/run/config';
import {
  inOrderOfReading,
  textSchedule,
  type ReadText,
  type TextSchedule,
} from '../../training/run/texts/textSchedule';
import { isEncoderDecoderFamily, isEncoderFamily } from '../../training/models/families';
import { trainBpe } from '../../training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../training/tokenizers/byte';
import { CharTokenizer } from '../../training/tokenizers/char';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { encodesKnown, type UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import { trainWordPiece } from '../../training/tokenizers/wordpieceTraining';
import type { Example, Examples } from '../../training/data/examples/examples';
import { encodeExamples, type ExampleData } from '../../training/objectives/exampleData';
import { lengthOf, targetLengthOf } from '../../training/objectives/runObjective';
import { laidOut, tokenMeanings, type TextData } from '../../training/objectives/source';
import { specialIdsFor, taskTokenizerOf, withoutText } from '../../training/objectives/vocabulary';
import { hostError } from '../protocol/error';
import { exampleSetsFor } from './examples';
import type { OwnExamples } from '../protocol/examples';
import { readTexts, unknownIn, type ReadOptions } from './readText';

type ExampleSets = ReadonlyMap<string, Examples>;

export interface PreparedData {
  readonly tokenizer: Tokenizer;
  readonly text: TextData;
  /**
   * Of the corpus that the run is about: the last that it reads in turn. Null for tasks without text. Its
   * tokens are those of `text`, and are held there alone.
   */
  readonly dataset: Pick<Dataset, 'figures' | 'floor'> | null;
  /** Characters of the texts that the tokenizer of a model has no token for. */
  readonly unknown?: UnknownFacts | undefined;
}

export type PreparePhase = 'corpus' | 'tokenizer';

export interface PrepareOptions extends ReadOptions {
  /** Of a model that has one already; otherwise it is made as the config says. */
  readonly tokenizer?: Tokenizer | undefined;
  /** Of that model, where it is more than the tokenizer's. */
  readonly vocabSize?: number | undefined;
  /** That the user imported. */
  readonly examples?: OwnExamples | undefined;
  readonly onProgress: (phase: PreparePhase, done: number, total: number, detail: string) => void;
}

/** @throws BenchtopError as readTexts, DataError, TokenizerError */
export async function prepareData(
  config: RunConfig,
  options: PrepareOptions,
): Promise<PreparedData> {
  const task = taskTokenizerOf(config);
  if (task) return { tokenizer: task, text: withoutText(config, task), dataset: null };
  const { onProgress, signal } = options;
  const examples = exampleSetsFor(config, options.examples);
  const { general } = config.data;
  const { texts, scheduled } = withoutTaskText(textSchedule(config), config);
  if (examples.size > 0 && texts.length === 0 && !general)
    return examplesAlone(config, examples, options);
  const read = await readTexts(texts, config, options, (corpus, done) =>
    onProgress('corpus', done, 1, corpus),
  );
  const joined = {
    train: read.map(({ splits }) => splits.train).join(''),
    validation: read.map(({ splits }) => splits.validation).join(''),
  };
  const { tokenizer = await makeTokenizer(config.tokenizer, joined, options) } = options;
  const unknown = options.tokenizer && (await unknownIn(read, tokenizer, signal));
  const encodes = encodesKnown(tokenizer);
  const datasets: Dataset[] = [];
  const onEncoded = (done: number, total: number) => onProgress('tokenizer', done, total, 'encode');
  for (const { splits, streamed, floorNatsPerChar } of read) {
    const reported = { signal, onProgress: onEncoded };
    const dataset = streamed
      ? buildStreamedDataset(streamed, encodes, reported)
      : buildDataset({ ...splits, tokenizer: encodes, floorNatsPerChar, ...reported });
    datasets.push(await dataset);
  }
  const about = inOrderOfReading(scheduled, config.training.max_steps).at(-1) ?? 0;
  const seqLen = config.model.n_positions;
  const text = {
    ...concatenated([...texts, ...(general ? [general] : [])], datasets, seqLen),
    schedule: scheduled,
    ...(general && { general: texts.length }),
    ...tokenMeanings(tokenizer),
    ...readWith(config, tokenizer, examples, options),
    seed: config.training.seed,
  };
  const { figures, floor } = datasets[about]!;
  return { tokenizer, text, dataset: { figures, ...(floor && { floor }) }, unknown };
}

/** Without any text beside them. */
async function examplesAlone(
  config: RunConfig,
  examples: ExampleSets,
  options: PrepareOptions,
): Promise<PreparedData> {
  const textOf = (list: readonly Example[]): string =>
    list.map(({ text, second = '' }) => `${text}\n${second}\n`).join('');
  const sets = [...examples.values()];
  const all = {
    train: sets.map(({ train }) => textOf(train)).join(''),
    validation: sets.map(({ validation }) => textOf(validation)).join(''),
  };
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
  examples: ExampleSets,
  { vocabSize }: PrepareOptions,
): Pick<TextData, 'special' | 'examples' | 'exampleSets'> {
  const special = specialIdsFor(config, tokenizer);
  const isEncoder = isEncoderFamily(config.model.family);
  const maxTokens = lengthOf(config);
  const hasEncoder = isEncoderDecoderFamily(config.model.family);
  const maxTargetTokens = targetLengthOf(config);
  const reader = { tokenizer, special, isEncoder, hasEncoder, maxTokens, maxTargetTokens };
  const sets = new Map(Array.from(examples, ([set, one]) => [set, encodeExamples(one, reader)]));
  for (const encoded of sets.values()) refuseSegments(encoded, config.model);
  const [first] = sets.values();
  return {
    special: { ...special, vocabSize: Math.max(special.vocabSize, vocabSize ?? 0) },
    examples: first,
    exampleSets: sets,
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

/** Examples alone come without a text. */
const withoutTaskText = (schedule: TextSchedule, { data }: RunConfig): TextSchedule =>
  data.corpus === 'task' ? { texts: [], scheduled: [] } : schedule;

/** Corpora one behind the other, each at least one window long. */
function concatenated(
  sources: readonly ReadText[],
  datasets: readonly Dataset[],
  seqLen: number,
): Pick<TextData, 'train' | 'validation' | 'sources'> {
  const lay = (split: 'train' | 'validation') =>
    laidOut(datasets.map((dataset) => atLeastOneWindow(dataset[split], seqLen)));
  const [train, validation] = [lay('train'), lay('validation')];
  return {
    train: train.tokens,
    validation: validation.tokens,
    sources: sources.map(({ corpus }, index) => ({
      id: corpus,
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
