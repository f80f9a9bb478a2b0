// What the page shows of a text: its size, its characters, its beginning; gathered piece by piece.
import { DataError } from '../../training/data/errors';
import type { TextNote } from '../../training/data/tables/textFile';
import { utf8Length } from '../../training/data/tables/utf8';
import { seldom } from './seldom';

export interface TextSurvey {
  sizeBytes: number;
  chars: number;
  lines: number;
  /** Different characters: the vocabulary of a character tokenizer. */
  distinctChars: number;
  /** The beginning, for showing. */
  excerpt: string;
  notes: readonly TextNote[];
}

export type ReadProgress = (readBytes: number, totalBytes: number | undefined) => void;

const EXCERPT_CHARS = 600;

/** Distinct characters (code points) and lines, without a set operation for each character. */
class Survey {
  private readonly seen = new Uint8Array(0x110000);
  private lines = 1;
  private chars = 0;
  private excerpt = '';

  add(text: string): void {
    this.chars += text.length;
    if (this.excerpt.length < EXCERPT_CHARS)
      this.excerpt = (this.excerpt + text.slice(0, EXCERPT_CHARS)).slice(0, EXCERPT_CHARS);
    for (let i = 0; i < text.length; i++) {
      const point = text.codePointAt(i) ?? 0;
      if (point > 0xffff) i += 1;
      if (point === 10) this.lines += 1;
      this.seen[point] = 1;
    }
  }

  end(): Omit<TextSurvey, 'notes' | 'sizeBytes'> {
    const { chars, lines, excerpt } = this;
    return { chars, lines, excerpt, distinctChars: this.seen.reduce((sum, bit) => sum + bit, 0) };
  }
}

export function surveyText(text: string): Omit<TextSurvey, 'notes'> {
  const survey = new Survey();
  survey.add(text);
  return { sizeBytes: utf8Length(text), ...survey.end() };
}

/** @throws DataError empty_file, and what the chunks throw */
export async function surveyStream(
  chunks: AsyncGenerator<string, { sizeBytes: number; notes: readonly TextNote[] }>,
): Promise<TextSurvey> {
  const survey = new Survey();
  let step = await chunks.next();
  for (; !step.done; step = await chunks.next()) survey.add(step.value);
  const found = survey.end();
  if (found.chars === 0) throw new DataError('empty_file');
  return { ...found, ...step.value };
}

/** A message for each chunk would be a message for each 64 KB. */
export const seldomRead = (report: ReadProgress): ReadProgress =>
  seldom(report, (readBytes, totalBytes) => readBytes === totalBytes);
