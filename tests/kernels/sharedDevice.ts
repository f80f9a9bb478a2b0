// One device for all tests of this process: software adapters spend most of a test in compiling, and a
// device compiles each kernel once while something holds on to it. What a test is given looks like a
// device of its own: it ends when it is destroyed, and its buffers with it.
import { expect } from 'vitest';
import { globals } from 'webgpu';

interface Lending {
  readonly devices: Map<string, Promise<GPUDevice>>;
  /** Dawn finds a pipeline again while it lives. */
  readonly pipelines: GPUComputePipeline[];
}

const holder = globalThis as { benchtopLending?: Lending };

function start(): Lending {
  const made: Lending = { devices: new Map(), pipelines: [] };
  const { prototype } = (globals as unknown as { GPUAdapter: typeof GPUAdapter }).GPUAdapter;
  // oxlint-disable-next-line typescript/unbound-method -- called with the adapter as `this`
  const request = prototype.requestDevice;
  prototype.requestDevice = async function (descriptor) {
    const { vendor, architecture, device, description } = this.info;
    const { requiredFeatures = [], requiredLimits } = descriptor ?? {};
    const requested = [requiredFeatures, requiredLimits];
    const key = JSON.stringify([vendor, architecture, device, description, requested]);
    const shared = made.devices.get(key) ?? request.call(this, descriptor);
    made.devices.set(key, shared);
    const sound = await shared;
    // Errors of what its last holder did must not reach the next one.
    await sound.queue.onSubmittedWorkDone();
    return lend(sound, made.pipelines);
  };
  return made;
}

type Destroyable = Pick<GPUBuffer, 'destroy'>;

/** `device` as if it were its holder's alone. */
function lend(device: GPUDevice, pipelines: GPUComputePipeline[]): GPUDevice {
  const made: WeakRef<Destroyable>[] = [];
  const remember = <T extends Destroyable>(one: T): T => {
    made.push(new WeakRef(one));
    return one;
  };
  const listeners: Parameters<GPUDevice['addEventListener']>[] = [];
  let lose: (info: GPUDeviceLostInfo) => void = () => {};
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => (lose = resolve));
  const own: Record<PropertyKey, unknown> = {
    lost,
    createBuffer: (descriptor: GPUBufferDescriptor) => remember(device.createBuffer(descriptor)),
    createQuerySet: (descriptor: GPUQuerySetDescriptor) =>
      remember(device.createQuerySet(descriptor)),
    async createComputePipelineAsync(descriptor: GPUComputePipelineDescriptor) {
      const pipeline = await device.createComputePipelineAsync(descriptor);
      pipelines.push(pipeline);
      return pipeline;
    },
    addEventListener(...listener: Parameters<GPUDevice['addEventListener']>) {
      listeners.push(listener);
      device.addEventListener(...listener);
    },
    destroy() {
      for (const one of made.splice(0)) one.deref()?.destroy();
      for (const [type, listener] of listeners.splice(0))
        device.removeEventListener(type, listener);
      lose({ reason: 'destroyed', message: 'The test is over.' } as GPUDeviceLostInfo);
    },
  };
  own.queue = inFrontOf(device.queue, {});
  return inFrontOf(device, own);
}

/** Reads through to `target`; what is set stays in front, so that it ends with its device. */
const inFrontOf = <T extends object>(target: T, own: Record<PropertyKey, unknown>): T =>
  new Proxy(target, {
    get(_target, key) {
      if (Object.hasOwn(own, key)) return own[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (_target, key, value) => Reflect.set(own, key, value),
  });

/**
 * Dawn in Node asks the driver for events with setImmediate, over and over: a core that a software
 * adapter needs. Only the first look is at once; then it waits a millisecond before each.
 */
function lookLessOften(): void {
  const atOnce = globalThis.setImmediate;
  let isLooking = false;
  globalThis.setImmediate = ((callback: () => void) => {
    const look = () => {
      isLooking = true;
      try {
        callback();
      } finally {
        isLooking = false;
      }
    };
    return isLooking ? setTimeout(look, 1) : atOnce(look);
  }) as typeof setImmediate;
}

/** Of a few megabytes toEqual asks for seconds; what differs is still for it to compare and to tell. */
function sameBytes(a: unknown, b: unknown): true | undefined {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return undefined;
  if (a.constructor !== b.constructor) return undefined;
  return bytesOf(a).equals(bytesOf(b)) || undefined;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

// This file runs before every test file of a process.
if (!holder.benchtopLending) {
  holder.benchtopLending = start();
  lookLessOften();
  expect.addEqualityTesters([sameBytes]);
}
