// What a tensor is worth, computed once and read: a packed weight as the floats that it stands for, a
// product of factors multiplied out.
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import { GraphLowering } from '../lower';
import { sizeOf, type Tensor } from '../tensor';

export async function writeOut(
  context: ComputeContext,
  tensor: Tensor,
): Promise<Float32Array<ArrayBuffer>> {
  const { buffers, open } = context;
  if (tensor.leaf) return buffers.readFloats(tensor.leaf);
  const sizeBytes = 4 * sizeOf(tensor.shape);
  const into = wholeView(declareBuffer(tensor.name, sizeBytes, 'workspace', true));
  const recorder = new Recorder(open.limits);
  // No op that runs here reads the step.
  new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES)).run([{ tensor, into }]);
  const program = await context.compile(recorder.dispatches);
  try {
    program.run();
    return await buffers.readFloats(into);
  } finally {
    program.destroy();
    buffers.freeResident(into.buffer);
  }
}
