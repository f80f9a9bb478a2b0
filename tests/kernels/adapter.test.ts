import { describe, expect, test } from 'vitest';
import { DeviceError } from '../../src/gpu/errors';
import { findDrivers, openNodeGpu } from '../../src/host/node/drivers';

const DOUBLE = /* wgsl */ `
  @group(0) @binding(0) var<storage, read_write> data: array<u32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&data)) { data[id.x] = data[id.x] * 2u + 1u; }
  }`;

async function doubled(device: GPUDevice, count: number): Promise<Uint32Array> {
  const sizeBytes = count * 4;
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const data = device.createBuffer({ size: sizeBytes, usage: STORAGE | COPY_SRC | COPY_DST });
  const back = device.createBuffer({ size: sizeBytes, usage: MAP_READ | COPY_DST });
  device.queue.writeBuffer(
    data,
    0,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
  const module = device.createShaderModule({ code: DOUBLE });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer: data } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.ceil(count / 64));
  pass.end();
  encoder.copyBufferToBuffer(data, 0, back, 0, sizeBytes);
  device.queue.submit([encoder.finish()]);
  await back.mapAsync(GPUMapMode.READ);
  return new Uint32Array(back.getMappedRange().slice(0));
}

describe('adapter', () => {
  test('there is at least one driver', () => {
    expect(findDrivers().length).toBeGreaterThan(0);
  });

  test.each(findDrivers())('$name computes', async ({ name, file }) => {
    const adapter = await openNodeGpu(name).requestAdapter();
    expect(adapter, `${name} (${file ?? 'as the system has it'}) gave no adapter`).not.toBeNull();
    if (!adapter) return;
    if (name === 'swiftshader') expect(adapter.info.architecture).toBe('swiftshader');
    if (name === 'lavapipe') expect(adapter.info.device).toContain('llvmpipe');
    const device = await adapter.requestDevice();
    // Odd length, and three times: a stale buffer would show on the second.
    for (let round = 0; round < 3; round++) {
      const out = await doubled(device, 1003);
      expect([...out]).toEqual(Array.from({ length: 1003 }, (_, i) => i * 2 + 1));
    }
    device.destroy();
  });

  test('an unknown driver is named in the error', () => {
    expect(() => openNodeGpu('voodoo')).toThrow(DeviceError);
  });
});
