// A model's logits for held-out windows, several windows at once.
import type { ComputeContext } from '../../../gpu/compute';
import { LogitsReader, windowsAtOnce } from '../../../training/evaluate/logits';
import type { Writer } from '../../../training/generate/decodeProgram';

export class HeldOutReader {
  readonly #reader: LogitsReader;
  readonly #windows: readonly Int32Array[];
  readonly #vocab: number;

  private constructor(reader: LogitsReader, windows: readonly Int32Array[], vocab: number) {
    this.#reader = reader;
    this.#windows = windows;
    this.#vocab = vocab;
  }

  /** `windows`: [windows][T + 1] token ids. */
  static async create(
    context: ComputeContext,
    writer: Writer,
    windows: readonly Int32Array[],
  ): Promise<HeldOutReader> {
    const seqLen = windows[0]!.length - 1;
    const { vocabSize } = writer.model;
    const batch = windowsAtOnce(seqLen, windows.length, writer.model);
    const reader = await LogitsReader.create(context, writer, { batch, seqLen });
    return new HeldOutReader(reader, windows, vocabSize);
  }

  /** Logits [T, V] of every window, with the weights as they are now. */
  async read(signal: AbortSignal): Promise<Float32Array[]> {
    const { batch, seqLen } = this.#reader;
    const size = seqLen * this.#vocab;
    const found: Float32Array[] = [];
    for (let from = 0; from < this.#windows.length && !signal.aborted; from += batch) {
      const ids = new Uint32Array(batch * seqLen);
      const some = this.#windows.slice(from, from + batch);
      some.forEach((window, row) => ids.set(window.subarray(0, seqLen), row * seqLen));
      const all = await this.#reader.read(ids);
      some.forEach((_window, row) => found.push(all.subarray(row * size, (row + 1) * size)));
    }
    return found;
  }

  destroy(): void {
    this.#reader.destroy();
  }
}
