// What one training step of nanoGPT's CPU configuration may cost: dispatches, memory, CPU time.
import { expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { captureStep } from '../../bench/benchtop/gpt';
import { NANOGPT_CPU } from '../../bench/cases';
import { stepFacts } from '../../bench/stepFacts';
import { openDevice } from '../../src/gpu/device';
import type { KernelLimits } from '../../src/gpu/dispatch';
import { compileProgram, GpuContext } from '../../src/gpu/replay';

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
  stepFacts(captureStep(NANOGPT_CPU, limits).captured.dispatches);
// For memory: without the scratch of products in slices, which would swell the sum they are held to.
const facts = factsOn({ ...LIMITS, software: true });

test.each([true, false])(
  'the step is at most 120 dispatches (software adapter: %s)',
  (software) => {
    expect(factsOn({ ...LIMITS, software }).dispatches).toBeLessThanOrEqual(120);
  },
);

// Counted: every buffer that a kernel of the step reads or writes. Had each its own memory, that is
// `unsharedBytes`; weights, gradients, optimiser state and data cannot share, temporaries can.
test('the whole step takes at most 60 % of the sum of all its tensors', () => {
  expect(facts.plannedBytes / facts.unsharedBytes).toBeLessThanOrEqual(0.6);
});

test('temporaries take at most half of what they would take unshared', () => {
  expect(facts.temporaryBytes / facts.unsharedTemporaryBytes).toBeLessThanOrEqual(0.5);
});

// Dawn's null backend takes every call and runs nothing: what is left is the CPU's side.
// The bar is 1 ms; 5 ms leaves room for a machine that is busy with other things.
test('encoding and submitting a step takes at most 5 ms of CPU, median', async () => {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  const context = new GpuContext(await openDevice(gpu));
  const { captured } = captureStep(NANOGPT_CPU, context.open.limits);
  const program = await compileProgram(context, captured.dispatches);
  const samples: number[] = [];
  for (let step = 0; step < 60; step++) {
    const from = performance.now();
    program.run();
    samples.push(performance.now() - from);
    await context.idle();
  }
  samples.sort((a, b) => a - b);
  expect(samples[30]).toBeLessThanOrEqual(5);
  context.destroy();
  // The GPU object must outlive its devices.
  expect(gpu).toBeDefined();
});
