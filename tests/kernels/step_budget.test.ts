// What one training step of nanoGPT's CPU configuration may cost: dispatches, memory, CPU time.
import { expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { captureGpt } from '../../bench/benchtop/gpt';
import { NANOGPT_CPU } from '../../bench/cases';
import { stepFacts } from '../../bench/stepFacts';
import { openDevice } from '../../src/gpu/device';
import type { KernelLimits } from '../../src/gpu/dispatch';
import { GpuContext } from '../../src/gpu/replay';

/** WebGPU's default limits on a GPU without extras. */
const LIMITS: KernelLimits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
  f16: false,
  subgroupSize: null,
  software: false,
  dot4: false,
};

const factsOn = (limits: KernelLimits) =>
  stepFacts(captureGpt(NANOGPT_CPU, limits).captured.dispatches);
// For memory: without the scratch of products in slices, which would swell the sum they are held to.
const facts = factsOn({ ...LIMITS, software: true });

test.each([true, false])(
  'the step is at most 120 dispatches (software adapter: %s)',
  (software) => {
    expect(factsOn({ ...LIMITS, software }).dispatches).toBeLessThanOrEqual(120);
  },
);

// Counted: every buffer that a kernel of the step reads or writes. Had each its own memory, that is
// `unsharedBytes`; weights, gradients, optimizer state and data cannot share, temporaries can.
test('the whole step takes at most 60 % of the sum of all its tensors', () => {
  expect(facts.plannedBytes / facts.unsharedBytes).toBeLessThanOrEqual(0.6);
});

test('temporaries take at most half of what they would take unshared', () => {
  expect(facts.temporaryBytes / facts.unsharedTemporaryBytes).toBeLessThanOrEqual(0.5);
});

/** The least milliseconds of several goes at each, taking turns. */
async function leastOf(goes: readonly (() => void)[], between: () => Promise<void>) {
  const least = goes.map(() => Infinity);
  for (let round = 0; round < 60; round++) {
    for (const [i, go] of goes.entries()) {
      const from = performance.now();
      go();
      least[i] = Math.min(least[i]!, performance.now() - from);
      await between();
    }
  }
  return least;
}

/** As many dispatches by bare WebGPU calls, as short as they can be written. */
function bareStep(device: GPUDevice, dispatches: number): () => void {
  const module = device.createShaderModule({ code: '@compute @workgroup_size(1) fn main() {}' });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  return () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < dispatches; i++) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(1);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
}

// Dawn's null backend takes every call and runs nothing: what is left is the CPU's side.
test('encoding and submitting a step costs little more than its bare calls', async () => {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  const context = new GpuContext(await openDevice(gpu));
  const { captured } = captureGpt(NANOGPT_CPU, context.open.limits);
  const program = await context.compile(captured.dispatches);
  const bare = bareStep(context.device, captured.dispatches.length);
  const [own, least] = await leastOf([() => program.run(), bare], () => context.idle());
  // Usually 3: parameters and bind groups come on top of what is counted.
  expect(own! / least!).toBeLessThan(8);
  context.destroy();
  // The GPU object must outlive its devices.
  expect(gpu).toBeDefined();
});
