// The texts of a run: made, unpacked, or handed over, and cut into what is learned and what is held out.
import {
  corpusFloorNatsPerChar,
  CORPORA,
  generateSplits,
  isBrought,
  type AssetCorpus,
} from '../../training/data/corpora/corpora';
import { splitText, type TextSplits } from '../../training/data/dataset';
import { piecesOf, type StreamedSplits } from '../../training/data/streamDataset';
import type { RunConfig, TokenizerConfig } from '../../training/run/config';
import type { ReadText } from '../../training/run/texts/textSchedule';
import { UnknownCharacters, type UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { hostError } from '../protocol/error';
import type { SuppliedText } from '../protocol/text';
import { streamedText } from './stream';

export interface ReadOptions {
  /** Stands for the one text that is not built in, */
  readonly text?: SuppliedText | undefined;
  /** and for the general text, where that is another. */
  readonly generalText?: SuppliedText | undefined;
  /** Reads a corpus that was packed with the app, unpacked. */
  readonly readAsset: (corpus: AssetCorpus) => Promise<string>;
  readonly signal: AbortSignal;
}

export interface ReadOneText {
  /** The texts; of a streamed one, what a tokenizer is trained on. */
  readonly splits: TextSplits;
  readonly streamed?: StreamedSplits;
  readonly floorNatsPerChar?: number | undefined;
}

/**
 * All texts of a run in the order of its schedule, then the general one, of which only what is held out stays.
 * @throws BenchtopError unknown_corpus | text_missing | one_own_text
 */
export async function readTexts(
  texts: readonly ReadText[],
  config: RunConfig,
  options: ReadOptions,
  onText: (corpus: string, done: number) => void,
): Promise<ReadOneText[]> {
  const { data, tokenizer } = config;
  const { text, generalText = text } = options;
  const [first, second] = texts.filter(({ corpus }) => isBrought(corpus));
  if (first && second) throw hostError('one_own_text', { a: first.corpus, b: second.corpus });
  const read: ReadOneText[] = [];
  for (const source of texts) {
    onText(source.corpus, 0);
    read.push(await readOne({ ...data, ...source }, text, tokenizer.kind, options));
    onText(source.corpus, 1);
  }
  const { general } = data;
  if (general) {
    const { seed = data.seed, validation_share = data.validation_share } = general;
    const source = { ...general, seed, validation_share };
    read.push(heldOutOf(await readOne(source, generalText, tokenizer.kind, options)));
  }
  return read;
}

/** Of a text that is measured and not learned. */
const heldOutOf = ({ splits, streamed, ...rest }: ReadOneText): ReadOneText => ({
  ...rest,
  splits: { ...splits, train: '' },
  ...(streamed && { streamed: { ...streamed, train: new Blob([]) } }),
});

interface Source extends ReadText {
  readonly seed: number;
  readonly validation_share: number;
}

async function readOne(
  { corpus: id, size_chars, seed, validation_share }: Source,
  supplied: SuppliedText | undefined,
  kind: TokenizerConfig['kind'],
  { readAsset, signal }: ReadOptions,
): Promise<ReadOneText> {
  const corpus = CORPORA.find((one) => one.id === id);
  if (!corpus) throw hostError('unknown_corpus', { corpus: id });
  if (corpus.kind === 'grammar') {
    const sized = size_chars ? { ...corpus, trainChars: size_chars } : corpus;
    return {
      splits: generateSplits(sized, seed),
      floorNatsPerChar: corpusFloorNatsPerChar(corpus),
    };
  }
  if (corpus.kind === 'asset')
    return { splits: splitText(await readAsset(corpus), validation_share) };
  if (!supplied) throw hostError('text_missing', { corpus: id });
  if ('train' in supplied) return streamedText(supplied, validation_share, kind, signal);
  return { splits: splitText(supplied.text, validation_share) };
}

/** What of these texts the tokenizer of a model has no token for. */
export async function unknownIn(
  texts: readonly ReadOneText[],
  tokenizer: Tokenizer,
  signal: AbortSignal,
): Promise<UnknownFacts> {
  const unknown = new UnknownCharacters(tokenizer);
  for (const { splits, streamed } of texts) {
    if (!streamed) {
      unknown.add(splits.train);
      unknown.add(splits.validation);
      continue;
    }
    for (const blob of [streamed.train, streamed.validation])
      for await (const piece of piecesOf(blob, signal)) unknown.add(piece);
  }
  return unknown.facts;
}
