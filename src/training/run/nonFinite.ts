// Finds where a number that is not finite first arises: dispatches run one by one, and everything
// is looked at before something reads it. By bits, as in the kernels (n != n may be folded away).
import type { BufferView } from '../../gpu/dispatch';
import type { ComputeContext, Program } from '../../gpu/compute';
import { sizeOf, type Tensor } from '../tensor';
import type { CapturedTraining } from './stepProgram';

const EXPONENT = 0x7f80_0000;

/** Index of the first element that is not finite; -1 where all are. */
export const firstNonFinite = (values: Float32Array<ArrayBuffer>): number =>
  new Uint32Array(values.buffer, values.byteOffset, values.length).findIndex(
    (bits) => (bits & EXPONENT) === EXPONENT,
  );

const addressOf = ({ buffer, offsetBytes }: BufferView): string => `${buffer.id}:${offsetBytes}`;

/** Runs the batch that the step's inputs name; gives the name of the first bad tensor. */
export async function firstBadTensor(
  context: ComputeContext,
  program: Program,
  { dispatches, repeated, tensors }: CapturedTraining,
): Promise<string | null> {
  const watched = new Map<string, Tensor>();
  for (const [tensor, view] of tensors) {
    const address = addressOf(view);
    if (tensor.dtype === 'f32' && !watched.has(address)) watched.set(address, tensor);
  }
  const unread = new Map<string, BufferView>();
  const check = async (address: string): Promise<string | null> => {
    const view = unread.get(address);
    unread.delete(address);
    const tensor = view && watched.get(address);
    if (!tensor) return null;
    const values = await readBack(context, program, view, sizeOf(tensor.shape));
    return firstNonFinite(values) < 0 ? null : describe(tensor);
  };
  for (let index = repeated.from; index < repeated.to; index++) {
    for (const { view, access } of dispatches[index]!.bindings) {
      const bad = access === 'write' ? null : await check(addressOf(view));
      if (bad) return bad;
    }
    const encoder = context.encoder();
    program.encode(encoder, index, index + 1);
    context.send(encoder);
    for (const { view, access } of dispatches[index]!.bindings) {
      if (access !== 'read') unread.set(addressOf(view), view);
    }
  }
  for (const address of unread.keys()) {
    const bad = await check(address);
    if (bad) return bad;
  }
  return null;
}

async function readBack(
  context: ComputeContext,
  program: Program,
  view: BufferView,
  elements: number,
): Promise<Float32Array<ArrayBuffer>> {
  const { buffer, offsetBytes } = program.memory(view);
  const encoder = context.encoder();
  const ticket = context.buffers.readBack(encoder, buffer, offsetBytes, elements * 4);
  context.send(encoder);
  return new Float32Array(await ticket.read());
}

/** `linear (transformer.h.0.mlp.c_fc.weight)`: the op, and the nearest parameter in front of it. */
function describe(tensor: Tensor): string {
  let level: readonly Tensor[] = [tensor];
  while (level.length > 0) {
    const inputs = level.flatMap(({ node }) => Object.values(node?.inputs ?? {}));
    const found = inputs.filter((input) => input !== undefined);
    const parameter = found.find(({ leaf, kind }) => leaf && kind === 'weights');
    if (parameter) return `${tensor.name} (${parameter.name})`;
    level = [...new Set(found)];
  }
  return tensor.name;
}
