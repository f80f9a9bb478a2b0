// Vocabularies trained on a cleaned text and laid side by side; the trained ones stay here for looking at.
import { BpeTokenizer } from '../../training/tokenizers/bpe';
import {
  piecesOfText,
  vocabularyFigures,
  type TextPiece,
  type VocabularyFigures,
} from '../../training/tokenizers/comparison';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { DataError } from '../../training/data/errors';
import { sampleOf } from '../../training/data/streamDataset';
import { makeTokenizer } from './corpus';
import { seldom } from './seldom';
import type { TextLibrary } from './textLibrary';

export interface Vocabulary {
  kind: 'char' | 'byte' | 'bpe' | 'wordpiece';
  /** Of characters and bytes the text decides. */
  vocabSize: number;
}

export interface VocabularyRow extends Vocabulary {
  vocabularyId: string;
  figures: VocabularyFigures;
  elapsedMs: number;
  /** What was learned, in order, as readable pieces: [left, right, joined] or [token]. */
  merges: readonly (readonly string[])[];
}

export interface VocabularyProgress {
  kind: Vocabulary['kind'];
  done: number;
  total: number;
  /** The newest token. */
  detail: string;
}

/** Enough for the figures; larger texts are sampled from all over. */
const TRAIN_BYTES = 4_000_000;
const HELD_OUT_BYTES = 500_000;
const MAX_SHOWN_MERGES = 5000;

export class TokenizerLibrary {
  private readonly texts: TextLibrary;
  private readonly tokenizers = new Map<string, Tokenizer>();

  constructor(texts: TextLibrary) {
    this.texts = texts;
  }

  /** Ends with `abortReading`. */
  async compareVocabularies(
    textId: string,
    vocabularies: readonly Vocabulary[],
    onRow: (row: VocabularyRow) => void,
    onProgress: (progress: VocabularyProgress) => void,
  ): Promise<void> {
    const sample = await this.sample(textId);
    for (const vocabulary of vocabularies) {
      const { kind, vocabSize } = vocabulary;
      const startMs = performance.now();
      const tokenizer = await makeTokenizer({ kind, vocab_size: vocabSize }, sample, {
        signal: this.texts.signal,
        onProgress: seldom(
          (_phase, done, total, detail) => onProgress({ kind, done, total, detail }),
          (_phase, done, total) => done === total,
        ),
      });
      const elapsedMs = performance.now() - startMs;
      const vocabularyId = `${textId}/${kind}/${vocabSize}`;
      this.tokenizers.set(vocabularyId, tokenizer);
      const figures = vocabularyFigures(tokenizer, sample.train, sample.validation);
      onRow({ ...vocabulary, vocabularyId, figures, elapsedMs, merges: trainedBy(tokenizer) });
    }
  }

  /** A text as tokens; of BPE after its first merges only, where a number is given. */
  cutIntoTokens(vocabularyId: string, text: string, merges: number | null): Promise<TextPiece[]> {
    const tokenizer = this.tokenizers.get(vocabularyId);
    if (!tokenizer) return Promise.reject(new DataError('unreadable', { name: vocabularyId }));
    const shown =
      merges !== null && tokenizer instanceof BpeTokenizer
        ? new BpeTokenizer(tokenizer.merges.slice(0, merges))
        : tokenizer;
    return Promise.resolve(piecesOfText(shown, text));
  }

  private async sample(textId: string): Promise<{ train: string; validation: string }> {
    const text = this.texts.get(textId);
    const whole = 'text' in text ? new Blob([text.text]) : text.train;
    const train = await sampleOf(whole, TRAIN_BYTES);
    if ('train' in text && text.validation?.size)
      return { train, validation: await sampleOf(text.validation, HELD_OUT_BYTES) };
    const cut = Math.floor(0.9 * train.length);
    return { train: train.slice(0, cut), validation: train.slice(cut) };
  }
}

function trainedBy(tokenizer: Tokenizer): string[][] {
  const last = Math.min(tokenizer.vocabSize, MAX_SHOWN_MERGES);
  const text = (id: number) => tokenizer.tokenText(id);
  if (tokenizer instanceof BpeTokenizer)
    return tokenizer.merges
      .slice(0, MAX_SHOWN_MERGES)
      .map(([left, right], i) => [text(left), text(right), text(256 + i)]);
  return Array.from({ length: last }, (_, id) => [text(id)]);
}
