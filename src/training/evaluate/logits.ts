// A model's logits for windows of text, read back to the CPU.
import type { ComputeContext } from '../../gpu/compute';
import type { Writer } from '../generate/decodeProgram';
import type { LanguageModel } from '../models/interfaces';
import { ForwardReader } from './forwardReader';

/** Windows that go through a model together, at most. */
const MOST_WINDOWS = 8;
const MOST_LOGITS_BYTES = 32 * 2 ** 20;

/** How many windows are read at once, so that their logits fit. */
export function windowsAtOnce(
  seqLen: number,
  windows: number,
  { vocabSize }: Pick<LanguageModel, 'vocabSize'>,
): number {
  const fitting = Math.floor(MOST_LOGITS_BYTES / (seqLen * vocabSize * 4));
  return Math.max(1, Math.min(MOST_WINDOWS, fitting, windows));
}

export class LogitsReader {
  /** Windows a call. */
  readonly batch: number;
  readonly seqLen: number;
  readonly #forward: ForwardReader;

  private constructor(
    forward: ForwardReader,
    shape: { readonly batch: number; readonly seqLen: number },
  ) {
    this.batch = shape.batch;
    this.seqLen = shape.seqLen;
    this.#forward = forward;
  }

  static async create(
    context: ComputeContext,
    { model, parameter }: Writer,
    shape: { readonly batch: number; readonly seqLen: number },
  ): Promise<LogitsReader> {
    const ids = { name: 'ids', shape: [shape.batch, shape.seqLen], dtype: 'u32' } as const;
    const forward = await ForwardReader.create(
      context,
      [ids],
      (input) => model.forward(parameter, { ids: input('ids'), training: false }).logits,
    );
    return new LogitsReader(forward, shape);
  }

  /** u32 [batch, T] → [batch, T, V]. */
  read(ids: Uint32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
    return this.#forward.read({ ids });
  }

  destroy(): void {
    this.#forward.destroy();
  }
}
