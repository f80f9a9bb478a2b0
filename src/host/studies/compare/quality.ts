// What a compared model's logits say of it, held against the reference's where both read the same tokens.
import { QualityMeter } from '../../../training/evaluate/quality';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { PositionText, VariantRow } from '../../protocol/compare';

/** The held-out text: windows of token ids, [windows][T + 1]. */
export interface HeldOut {
  readonly windows: readonly Int32Array[];
  /** Of the text that was encoded. */
  readonly bytesPerToken: number;
  readonly tokenizer: Tokenizer;
  /** Tokens in front of each window that belong to the model, not to the text. */
  readonly lead?: number | undefined;
}

/** Positions that the page shows one by one. */
const SHOWN_POSITIONS = 64;
/** No target. */
const NONE = -1;

export type Evaluated = Pick<VariantRow, 'quality' | 'bytes' | 'positions'>;

/** `logits`, `reference`: [T, V] a window; without a reference only bytes are counted. */
export function evaluate(
  { windows, bytesPerToken, tokenizer, lead = 0 }: HeldOut,
  vocabSize: number,
  logits: readonly Float32Array[],
  reference: readonly Float32Array[] | null,
): Evaluated {
  const meter = new QualityMeter(vocabSize, bytesPerToken);
  logits.forEach((own, i) => {
    // What stands in front of the text is read, not evaluated.
    const targets = windows[i]!.slice(1).fill(NONE, 0, Math.max(0, lead - 1));
    meter.add(targets, own, (reference ?? logits)[i]!);
  });
  const quality = meter.figures();
  const { bitsPerByte, bitsPerByteError } = quality;
  const bytes = { bitsPerByte, bitsPerByteError };
  if (!reference) return { quality: null, bytes, positions: [] };
  const text = (id: number): string => tokenizer.tokenText(id);
  const positions = meter.positions
    .slice(0, SHOWN_POSITIONS)
    .map(({ target, top, referenceTop, ...figures }): PositionText => ({
      ...figures,
      token: text(target),
      top: text(top),
      referenceTop: text(referenceTop),
    }));
  return { quality, bytes, positions };
}
