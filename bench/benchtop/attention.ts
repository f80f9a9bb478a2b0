// Benchtop's fused attention, forward alone or with its gradient.
import type { ComputeContext } from '../../src/gpu/compute';
import type { BufferView } from '../../src/gpu/dispatch';
import { STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { Recorder } from '../../src/gpu/recorder';
import { gradients } from '../../src/training/autograd';
import { GraphLowering } from '../../src/training/lower';
import { attention as attentionOf } from '../../src/training/ops/attention/attention';
import { leaf, type Tensor } from '../../src/training/tensor';
import type { AttentionInputs, AttentionJob } from '../engine';
import { persistent, replays } from './context';

export async function attention(
  context: ComputeContext,
  inputs: AttentionInputs,
  backward: boolean,
): Promise<AttentionJob> {
  const { B, T, H, D } = inputs;
  const shape = [B, T, H, D];
  const recorder = new Recorder(context.open.limits);
  const data: [BufferView, Float32Array<ArrayBuffer>][] = [];
  const input = (name: 'q' | 'k' | 'v' | 'dout'): Tensor => {
    const view = persistent(name, B * T * H * D);
    data.push([view, inputs[name]]);
    return leaf(name, shape, 'f32', view);
  };
  const [q, k, v] = [input('q'), input('k'), input('v')];
  const out = attentionOf(q, k, v, { layout: 'rows', causal: true });
  const wanted = backward
    ? [out, ...gradients([{ output: out, gradient: input('dout') }], [q, k, v])]
    : [out];
  const targets = wanted.map((tensor, index) => ({
    tensor: tensor!,
    into: persistent(`result${index}`, B * T * H * D),
  }));
  new GraphLowering(recorder, persistent('step', STEP_SIZE_BYTES / 4)).run(targets);
  const program = await context.compile(recorder.dispatches);
  for (const [view, values] of data) context.buffers.write(view, values);
  return {
    ...replays(context, program),
    async read() {
      const results: Float32Array[] = [];
      for (const { into } of targets) results.push(await context.buffers.readFloats(into));
      return results;
    },
  };
}
