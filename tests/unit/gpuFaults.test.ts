// How faults of a device become one typed error, and where the compiler's messages point.
import { expect, test } from 'vitest';
import type { Dispatch } from '../../src/gpu/dispatch';
import { BufferStore } from '../../src/gpu/buffers';
import { GpuFaults } from '../../src/gpu/faults';
import { PipelineCache } from '../../src/gpu/pipelines';
import rowReduce from '../../src/shaders/lib/row_reduce.wgsl';

class GPUValidationError extends Error {}
class GPUOutOfMemoryError extends Error {}

/** A device whose scopes and events a test fills. */
function fakeDevice() {
  let uncaptured: (event: { error: Error }) => void = () => undefined;
  let lose!: (info: { reason: string; message: string }) => void;
  const scopes: Promise<Error | null>[] = [];
  const device = {
    addEventListener: (_type: string, heard: typeof uncaptured) => (uncaptured = heard),
    lost: new Promise<{ reason: string; message: string }>((resolve) => (lose = resolve)),
    pushErrorScope: () => undefined,
    popErrorScope: () => scopes.shift() ?? Promise.resolve(null),
    queue: { onSubmittedWorkDone: () => Promise.resolve() },
  };
  const faults = new GpuFaults(device as unknown as GPUDevice, false);
  const uncapture = (error: Error): void => uncaptured({ error });
  return { device, faults, scopes, uncapture, lose };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('the first uncaptured error fails what waits, and all that comes after it', async () => {
  const { faults, uncapture } = fakeDevice();
  const waiting = faults.answer('weights', new Promise(() => undefined));
  uncapture(new GPUValidationError('first'));
  uncapture(new GPUOutOfMemoryError('second'));
  await expect(waiting).rejects.toMatchObject({
    code: 'gpu_validation',
    fields: { detail: 'first' },
  });
  await expect(faults.answer('loss', Promise.resolve(1))).rejects.toMatchObject({
    code: 'gpu_validation',
  });
  await expect(faults.settled()).rejects.toMatchObject({ fields: { detail: 'first' } });
  expect(() => faults.throwIfFailed()).toThrow('first');
  expect((await faults.failed).code).toBe('gpu_validation');
});

test('out of memory is reported as that, though its consequences arrive first', async () => {
  const { faults, scopes, uncapture } = fakeDevice();
  let tell!: (error: Error) => void;
  scopes.push(Promise.resolve(null), Promise.resolve(null));
  scopes.push(new Promise((resolve) => (tell = resolve)));
  faults.scoped('weights (4096 bytes)', () => undefined);
  uncapture(new GPUValidationError('[Invalid Buffer "weights"]'));
  expect(faults.error).toBeNull();
  tell(new GPUOutOfMemoryError('no memory'));
  expect(await faults.failed).toMatchObject({
    code: 'out_of_memory',
    fields: { where: 'weights (4096 bytes)' },
  });
});

test('what scopes catch for a caller is the caller’s alone', async () => {
  const { faults, scopes } = fakeDevice();
  scopes.push(Promise.resolve(new GPUValidationError('entries')));
  const work = (): number => faults.scoped('matmul', () => 7);
  await expect(faults.collected(work)).rejects.toMatchObject({
    code: 'gpu_validation',
    fields: { where: 'matmul', detail: 'entries' },
  });
  expect(await faults.collected(work)).toBe(7);
  await settle();
  expect(faults.error).toBeNull();
});

test('what is thrown at once is typed as well', () => {
  const { faults } = fakeDevice();
  const refuse = (thrown: Error) => () =>
    faults.scoped('weights', () => {
      throw thrown;
    });
  expect(refuse(new RangeError('too large'))).toThrow(
    expect.objectContaining({ code: 'out_of_memory' }) as Error,
  );
  expect(refuse(new TypeError('no buffer'))).toThrow(
    expect.objectContaining({
      code: 'gpu_validation',
      fields: { where: 'weights', detail: 'no buffer' },
    }) as Error,
  );
});

test('a promise that rejects when the device is lost is reported as the loss', async () => {
  const { faults, lose } = fakeDevice();
  const reading = faults.answer('loss', Promise.reject(new DOMException('gone', 'AbortError')));
  setTimeout(() => lose({ reason: 'unknown', message: 'The process died' }));
  await expect(reading).rejects.toMatchObject({
    code: 'device_lost',
    fields: { reason: 'unknown' },
  });
});

test('a promise that rejects for itself fails the device', async () => {
  const { faults } = fakeDevice();
  const reading = faults.answer('loss', Promise.reject(new DOMException('no', 'OperationError')));
  await expect(reading).rejects.toMatchObject({ code: 'gpu_readback', fields: { where: 'loss' } });
  expect((await faults.failed).code).toBe('gpu_readback');
});

test('what a staging buffer held before is not taken for results', async () => {
  const { device, faults } = fakeDevice();
  const held = new ArrayBuffer(256);
  const createBuffer = ({ label, size }: GPUBufferDescriptor) => ({
    label,
    size,
    mapAsync: () => Promise.resolve(),
    getMappedRange: () => held,
    unmap: () => undefined,
  });
  Object.assign(device, { createBuffer, limits: { maxBufferSize: 2 ** 20 } });
  Object.assign(device.queue, { writeBuffer: () => undefined });
  const store = new BufferStore(device as unknown as GPUDevice, faults);
  const source = store.allocate('loss', 16, 'data');
  const encoder = { copyBufferToBuffer: () => undefined } as unknown as GPUCommandEncoder;
  // The first copy arrives, with its number in front; the second never does.
  new Uint32Array(held)[0] = 1;
  expect((await store.readBack(encoder, source, 0, 16).read()).byteLength).toBe(256 - 8);
  await expect(store.readBack(encoder, source, 0, 16).read()).rejects.toMatchObject({
    code: 'gpu_validation',
    fields: { where: 'loss' },
  });
});

test.each([
  [1, 'prelude', 1],
  [2, 'prelude', 2],
  [3, 'lib/row_reduce.wgsl', 1],
  [2 + rowReduce.split('\n').length, 'lib/row_reduce.wgsl', rowReduce.split('\n').length],
  [2 + rowReduce.split('\n').length + 3, 'test_kernel.wgsl', 3],
])('line %i of the composed module is %s:%i', async (lineNum, file, line) => {
  const { device, faults } = fakeDevice();
  const refused = Promise.reject(new Error('invalid'));
  refused.catch(() => undefined);
  const cache = new PipelineCache(
    Object.assign(device, {
      createBindGroupLayout: () => ({}),
      createPipelineLayout: () => ({}),
      createShaderModule: () => ({
        getCompilationInfo: () =>
          Promise.resolve({
            messages: [
              { type: 'warning', lineNum: 1, message: 'unused' },
              { type: 'error', lineNum, message: 'unexpected token' },
            ],
          }),
      }),
      createComputePipelineAsync: () => refused,
    }) as unknown as GPUDevice,
    faults,
  );
  const dispatch: Dispatch = {
    label: 'test_kernel',
    shader: { name: 'test_kernel', code: 'a\nb\nc\n', lib: [rowReduce] },
    elem: 'f32',
    constants: { LANES: 4 },
    bindings: [],
    params: [],
    grid: [1, 1, 1],
    flops: 0,
    bytes: 0,
  };
  await expect(cache.get(dispatch)).rejects.toMatchObject({
    code: 'shader_failed',
    message: `test_kernel did not compile: ${file}:${line}: unexpected token`,
    fields: { label: 'test_kernel', file, line, detail: 'unexpected token' },
  });
});
