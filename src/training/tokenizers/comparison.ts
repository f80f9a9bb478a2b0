/**
 * What a vocabulary makes of a text: how far it compresses, and how many bits a byte a simple model of its
 * tokens needs on held-out text. Loss a token cannot be compared between vocabularies; bits a byte can.
 */
import { utf8Length } from '../data/tables/utf8';
import type { Tokenizer } from './tokenizer';

export interface VocabularyFigures {
  readonly vocabSize: number;
  /** Of the held-out text. */
  readonly tokens: number;
  /** Code points, so that a character outside the basic plane counts once. */
  readonly charsPerToken: number;
  readonly bytesPerToken: number;
  /** Held-out bits a byte of a model that knows how often each token comes. */
  readonly unigramBitsPerByte: number;
  /** … and of one that also knows the token before (Witten-Bell smoothing). */
  readonly bigramBitsPerByte: number;
  /** Share of the vocabulary that the training text uses. */
  readonly usedShare: number;
  /** False where decoding does not give the text back; its bits a byte then leave something out. */
  readonly isLossless: boolean;
}

export function vocabularyFigures(
  tokenizer: Tokenizer,
  train: string,
  heldOut: string,
): VocabularyFigures {
  const model = new BigramModel(tokenizer.encode(train), tokenizer.vocabSize);
  const tokens = tokenizer.encode(heldOut);
  const bytes = utf8Length(heldOut);
  const { unigramBits, bigramBits } = model.bitsOf(tokens);
  const each = Math.max(1, tokens.length);
  return {
    vocabSize: tokenizer.vocabSize,
    tokens: tokens.length,
    charsPerToken: codePoints(heldOut) / each,
    bytesPerToken: bytes / each,
    unigramBitsPerByte: unigramBits / bytes,
    bigramBitsPerByte: bigramBits / bytes,
    usedShare: model.used / tokenizer.vocabSize,
    isLossless: tokenizer.decode(tokens) === heldOut,
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count += 1;
  return count;
}

/** Interpolated with the model of one order less, down to all tokens alike: no token is impossible. */
class BigramModel {
  readonly used: number;
  private readonly vocabSize: number;
  private readonly total: number;
  private readonly counts: Float64Array;
  /** How often a token stands before another one: as `counts`, less the very last token. */
  private readonly contexts: Float64Array;
  /** Different tokens seen after each token. */
  private readonly followers: Float64Array;
  private readonly pairs = new Map<number, number>();

  constructor(tokens: Int32Array, vocabSize: number) {
    this.vocabSize = vocabSize;
    this.total = tokens.length;
    this.counts = new Float64Array(vocabSize);
    this.contexts = new Float64Array(vocabSize);
    this.followers = new Float64Array(vocabSize);
    let before = -1;
    for (const token of tokens) {
      this.counts[token] = (this.counts[token] as number) + 1;
      if (before >= 0) {
        const key = before * vocabSize + token;
        const count = this.pairs.get(key) ?? 0;
        if (count === 0) this.followers[before] = (this.followers[before] as number) + 1;
        this.pairs.set(key, count + 1);
        this.contexts[before] = (this.contexts[before] as number) + 1;
      }
      before = token;
    }
    this.used = this.counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  }

  bitsOf(tokens: Int32Array): { unigramBits: number; bigramBits: number } {
    let unigramBits = 0;
    let bigramBits = 0;
    let before = -1;
    for (const token of tokens) {
      const alone = this.unigram(token);
      unigramBits -= Math.log2(alone);
      bigramBits -= Math.log2(before < 0 ? alone : this.bigram(before, token, alone));
      before = token;
    }
    return { unigramBits, bigramBits };
  }

  private unigram(token: number): number {
    const count = this.counts[token] as number;
    return (count + this.used / this.vocabSize) / (this.total + this.used);
  }

  private bigram(before: number, token: number, alone: number): number {
    const follows = this.followers[before] as number;
    if (follows === 0) return alone;
    const pair = this.pairs.get(before * this.vocabSize + token) ?? 0;
    return (pair + follows * alone) / ((this.contexts[before] as number) + follows);
  }
}

export interface TextPiece {
  readonly id: number;
  readonly text: string;
}

/** Tokens of a text for display. */
export function piecesOfText(tokenizer: Tokenizer, text: string): TextPiece[] {
  return Array.from(tokenizer.encode(text), (id) => ({ id, text: tokenizer.tokenText(id) }));
}
