// What the CPU writes for each step, as bytes: the step's scalars, then its batch.
import { packStep } from '../../gpu/kernels/optimizer/stepBuffer';
import type { StepInputs } from './stepProgram';

/** `batch`: i32 or u32 words, as long as the captured step's batch. */
export function packInputs(
  inputs: StepInputs,
  batch: Int32Array<ArrayBuffer>,
  values: Parameters<typeof packStep>[0],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(inputs.whole.sizeBytes);
  bytes.set(new Uint8Array(packStep(values)), inputs.scalars.offsetBytes);
  bytes.set(
    new Uint8Array(batch.buffer, batch.byteOffset, batch.byteLength),
    inputs.batch.offsetBytes,
  );
  return bytes;
}

/** The average of the weights follows quickly while they still move far. */
export const emaDecayAt = (decay: number, step: number): number =>
  Math.min(decay, (1 + step) / (10 + step));
