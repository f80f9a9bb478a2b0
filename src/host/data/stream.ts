// A text that is never whole in memory, as a run takes it: its splits, and what a tokenizer is trained on.
import type { TextSplits } from '../../training/data/dataset';
import {
  alphabetOf,
  sampleOf,
  splitBlob,
  type StreamedSplits,
} from '../../training/data/streamDataset';
import type { TokenizerConfig } from '../../training/run/config';
import type { SuppliedText } from '../protocol/text';

/** Merges are learned from this much of a large text, taken from all over it. */
const SAMPLE_BYTES = 16_000_000;

export async function streamedText(
  { train, validation }: Extract<SuppliedText, { train: Blob }>,
  validationShare: number | undefined,
  kind: TokenizerConfig['kind'],
  signal: AbortSignal,
): Promise<{ splits: TextSplits; streamed: StreamedSplits }> {
  const streamed = validation?.size
    ? { train, validation }
    : await splitBlob(train, validationShare);
  // A character tokenizer needs every character, and nothing else of the text.
  const splits =
    kind === 'char'
      ? {
          train: await alphabetOf(streamed.train, signal),
          validation: await alphabetOf(streamed.validation, signal),
        }
      : { train: await sampleOf(streamed.train, SAMPLE_BYTES), validation: '' };
  return { splits, streamed };
}
