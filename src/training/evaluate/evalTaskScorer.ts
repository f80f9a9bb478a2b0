// Asks a model an evaluation task's questions: choices in batches of windows on the engine's logits, answers to be
// written one after the other, greedily.
import { logSoftmaxRow } from './logSoftmax';
import type { ChoiceRow } from './evalTaskRows';

/** Logits of a batch of windows: u32 [batch, T] → [batch, T, V]. */
export interface BatchLogits {
  readonly batch: number;
  readonly seqLen: number;
  read(ids: Uint32Array<ArrayBuffer>): Promise<Float32Array>;
}

/** Windows end with blanks of id 0, which no earlier place can see. */
export async function logLikelihoods(
  rows: readonly ChoiceRow[],
  vocabSize: number,
  reader: BatchLogits,
  signal: AbortSignal,
  onDone: (rows: number) => void = () => undefined,
): Promise<number[]> {
  const { batch, seqLen } = reader;
  const found: number[] = [];
  const logShares = new Float64Array(vocabSize);
  for (let from = 0; from < rows.length && !signal.aborted; from += batch) {
    const some = rows.slice(from, from + batch);
    const ids = new Uint32Array(batch * seqLen);
    some.forEach((row, b) => ids.set(row.ids, b * seqLen));
    const logits = await reader.read(ids);
    some.forEach(({ ids: read, targets }, b) => {
      if (!targets) return void found.push(-Infinity);
      const first = b * seqLen + read.length - targets.length;
      let sum = 0;
      targets.forEach((target, i) => {
        logSoftmaxRow(logits, (first + i) * vocabSize, logShares);
        sum += logShares[target]!;
      });
      found.push(sum);
    });
    onDone(found.length);
  }
  return found;
}
