// Runs launchers on a real WebGPU device: every tensor in a buffer of its own, three times over.
import type {
  Binding,
  BufferView,
  Dispatch,
  DispatchSink,
  KernelLimits,
  Param,
} from '../../src/gpu/dispatch';
import { openNodeGpu } from '../../src/host/node/drivers';
import { openTestCpu } from './runOnCpu';
import type { Data, TestGpu, Views } from './testGpu';

/** What an output holds before the kernel has run: a value that no case expects. */
export const garbage = (count: number): Float32Array => new Float32Array(count).fill(-12345.5);

/** As an adapter whose bindings hold less; a launcher that binds more fails. */
export const withBindingLimit = (sink: DispatchSink, maxBindingBytes: number): DispatchSink => ({
  limits: { ...sink.limits, maxBindingBytes },
  scratch: (label, sizeBytes) => sink.scratch(label, sizeBytes),
  dispatch(dispatch) {
    for (const { view } of dispatch.bindings) {
      const { offsetBytes, sizeBytes } = view;
      if (sizeBytes > maxBindingBytes || offsetBytes % 256 !== 0) {
        throw new Error(`${dispatch.label} binds ${sizeBytes} bytes at ${offsetBytes}.`);
      }
    }
    sink.dispatch(dispatch);
  },
});

function composeWgsl(dispatch: Dispatch): string {
  const { shader, constants = {}, elem, enables = [] } = dispatch;
  const lines = enables.map((name) => `enable ${name};`);
  if (elem === 'f16' && !enables.includes('f16')) lines.unshift('enable f16;');
  if (elem) lines.push(`alias elem = ${elem};`);
  for (const [name, value] of Object.entries(constants)) lines.push(`const ${name} = ${value};`);
  return [...lines, ...(shader.lib ?? []), shader.code].join('\n');
}

function packParams(params: readonly Param[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(Math.max(16, Math.ceil(params.length / 4) * 16)));
  params.forEach((param, i) => {
    if (typeof param === 'number') view.setUint32(i * 4, param, true);
    else if ('f32' in param) view.setFloat32(i * 4, param.f32, true);
    else view.setInt32(i * 4, param.i32, true);
  });
  return view.buffer;
}

class TestSink implements DispatchSink {
  readonly dispatches: Dispatch[] = [];
  readonly buffers = new Map<number, GPUBuffer>();
  readonly device: GPUDevice;
  readonly limits: KernelLimits;
  constructor(device: GPUDevice, limits: KernelLimits) {
    this.device = device;
    this.limits = limits;
  }

  dispatch(dispatch: Dispatch): void {
    this.dispatches.push(dispatch);
  }

  scratch(label: string, sizeBytes: number): BufferView {
    const id = this.buffers.size;
    const size = Math.max(16, Math.ceil(sizeBytes / 4) * 4);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.buffers.set(id, this.device.createBuffer({ label, size, usage }));
    const buffer = { id, label, sizeBytes: size, kind: 'workspace' as const, persistent: false };
    return { buffer, offsetBytes: 0, sizeBytes };
  }

  upload(view: BufferView, data: Data): void {
    this.device.queue.writeBuffer(this.buffers.get(view.buffer.id)!, 0, data as BufferSource);
  }
}

interface Prepared {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  grid: readonly [number, number, number];
}

const accessType = ({ access }: Binding): GPUBufferBindingType =>
  access === 'read' ? 'read-only-storage' : 'storage';

interface Compiled {
  layout: GPUBindGroupLayout;
  pipeline: GPUComputePipeline;
}

/** Compiling is what takes time on CPU adapters: one pipeline serves every shape. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<Compiled>>>();

function compile(device: GPUDevice, dispatch: Dispatch): Promise<Compiled> {
  const known = compiled.get(device) ?? new Map<string, Promise<Compiled>>();
  compiled.set(device, known);
  const code = composeWgsl(dispatch);
  const types = dispatch.bindings.map(accessType);
  const key = JSON.stringify([dispatch.entry, dispatch.overrides, types, code]);
  const made = known.get(key) ?? compileNew(device, dispatch, code, types);
  known.set(key, made);
  return made;
}

async function compileNew(
  device: GPUDevice,
  { label, entry = 'main', overrides = {} }: Dispatch,
  code: string,
  types: GPUBufferBindingType[],
): Promise<Compiled> {
  const visibility = GPUShaderStage.COMPUTE;
  const layout = device.createBindGroupLayout({
    entries: [...types, 'uniform' as const].map((type, binding) => ({
      binding,
      visibility,
      buffer: { type },
    })),
  });
  const module = device.createShaderModule({ label, code });
  const info = await module.getCompilationInfo();
  const errors = info.messages.filter((message) => message.type === 'error');
  if (errors.length > 0) {
    throw new Error(`${label}: ${errors.map((m) => `${m.lineNum}: ${m.message}`).join('\n')}`);
  }
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: entry, constants: overrides },
  });
  return { layout, pipeline };
}

async function prepare(sink: TestSink, dispatch: Dispatch): Promise<Prepared> {
  const { device } = sink;
  const { bindings, params } = dispatch;
  const uniform = packParams(params);
  const paramBuffer = device.createBuffer({
    size: uniform.byteLength,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(paramBuffer, 0, uniform);
  const { layout, pipeline } = await compile(device, dispatch);
  const group = device.createBindGroup({
    layout,
    entries: [
      ...bindings.map(({ view }, binding) => ({
        binding,
        resource: {
          buffer: sink.buffers.get(view.buffer.id)!,
          offset: view.offsetBytes,
          size: Math.ceil(view.sizeBytes / 4) * 4,
        },
      })),
      { binding: bindings.length, resource: { buffer: paramBuffer } },
    ],
  });
  return { pipeline, group, grid: dispatch.grid };
}

function submit(device: GPUDevice, prepared: readonly Prepared[]): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const { pipeline, group, grid } of prepared) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...grid);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Copies what `view` holds now; what is submitted later does not change it. */
function read(sink: TestSink, view: BufferView): Promise<ArrayBuffer> {
  const { device } = sink;
  const size = Math.ceil(view.sizeBytes / 4) * 4;
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const back = device.createBuffer({ size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(sink.buffers.get(view.buffer.id)!, 0, back, 0, size);
  device.queue.submit([encoder.finish()]);
  return back.mapAsync(GPUMapMode.READ).then(() => {
    const bytes = back.getMappedRange().slice(0);
    back.destroy();
    return bytes;
  });
}

function record<T extends Record<string, Data>>(
  device: GPUDevice,
  limits: KernelLimits,
  tensors: T,
  body: (sink: DispatchSink, views: Views<T>) => void,
): { sink: TestSink; views: Views<T> } {
  const sink = new TestSink(device, limits);
  const views = Object.fromEntries(
    Object.entries(tensors).map(([name, data]) => [name, sink.scratch(name, data.byteLength)]),
  ) as Views<T>;
  body(sink, views);
  return { sink, views };
}

const entriesOf = <T extends Record<string, Data>>(tensors: T): [keyof T, Data][] =>
  Object.entries(tensors);

function sameBits(a: ArrayBuffer, b: ArrayBuffer): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}

async function openTestDevice(driver?: string): Promise<Pick<TestGpu, 'device' | 'limits'>> {
  const adapter = await openNodeGpu(driver).requestAdapter();
  if (!adapter) throw new Error('No adapter: see src/host/node/drivers.ts.');
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = adapter.limits;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const wanted: GPUFeatureName[] = ['subgroups', 'shader-f16'];
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
    requiredLimits: {
      maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: adapter.limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupStorageSize,
      maxStorageBufferBindingSize,
      maxBufferSize,
      maxStorageBuffersPerShaderStage: adapter.limits.maxStorageBuffersPerShaderStage,
    },
  });
  device.onuncapturederror = ({ error }) => {
    console.error(error.message);
    process.exitCode = 1;
  };
  const limits: KernelLimits = {
    maxInvocations: maxComputeInvocationsPerWorkgroup,
    maxWorkgroupStorageBytes: maxComputeWorkgroupStorageSize,
    maxBindingBytes: maxStorageBufferBindingSize,
    maxBufferBytes: maxBufferSize,
    f16: false,
    subgroupSize: adapter.info.subgroupMaxSize ?? null,
    software: /swiftshader|llvmpipe/.test(`${adapter.info.architecture} ${adapter.info.device}`),
    dot4: false,
  };
  return { device, limits };
}

async function runThrice<T extends Record<string, Data>>(
  sink: TestSink,
  views: Views<T>,
  tensors: T,
): Promise<T> {
  const { device } = sink;
  const prepared = await Promise.all(sink.dispatches.map((d) => prepare(sink, d)));
  // Queued at once: a round waits for the one before it on the GPU alone.
  const rounds = Array.from({ length: 3 }, () => {
    for (const [name, data] of entriesOf(tensors)) sink.upload(views[name], data);
    submit(device, prepared);
    return Promise.all(entriesOf(tensors).map(([name]) => read(sink, views[name])));
  });
  const [first, ...later] = await Promise.all(rounds);
  for (const [round, bytes] of later.entries())
    for (const [i, [name]] of entriesOf(tensors).entries())
      if (!sameBits(bytes[i]!, first![i]!))
        throw new Error(`${String(name)} differs in run ${round + 2}`);
  return Object.fromEntries(
    entriesOf(tensors).map(([name, data], i) => [
      name,
      new (data.constructor as Float32ArrayConstructor)(first![i]!),
    ]),
  ) as unknown as T;
}

async function timeRounds(sink: TestSink, repeats: number): Promise<{ ms: number; cpuMs: number }> {
  const { device } = sink;
  const prepared = await Promise.all(sink.dispatches.map((d) => prepare(sink, d)));
  const times: number[] = [];
  let cpuMs = Infinity;
  for (let round = 0; round < repeats + 2; round++) {
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    submit(device, prepared);
    await device.queue.onSubmittedWorkDone();
    const cpu = process.cpuUsage(startCpu);
    cpuMs = Math.min(cpuMs, (cpu.user + cpu.system) / 1000);
    if (round >= 2) times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  return { ms: times[times.length >> 1]!, cpuMs };
}

export async function openTestGpu(driver = process.env.BENCHTOP_DRIVER): Promise<TestGpu> {
  if (driver === 'cpu') return openTestCpu();
  const { device, limits } = await openTestDevice(driver);
  return {
    device,
    limits,
    async run(tensors, body) {
      device.pushErrorScope('validation');
      const { sink, views } = record(device, limits, tensors, body);
      const results = await runThrice(sink, views, tensors);
      const error = await device.popErrorScope();
      if (error) throw new Error(error.message);
      for (const buffer of sink.buffers.values()) buffer.destroy();
      return results;
    },
    async time(tensors, body, repeats = 9) {
      const { sink, views } = record(device, limits, tensors, body);
      for (const [name, data] of entriesOf(tensors)) sink.upload(views[name], data);
      const { ms, cpuMs } = await timeRounds(sink, repeats);
      for (const buffer of sink.buffers.values()) buffer.destroy();
      return { ms, cpuMs, dispatches: sink.dispatches };
    },
  };
}
