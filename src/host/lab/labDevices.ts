// Which device a lab computes on: a GPU where there is real hardware, else whichever of the software
// adapter and the CPU engine is faster here.
import type { AutotuneStore } from '../../gpu/autotune';
import type { ComputeContext } from '../../gpu/compute';
import { openDevice } from '../../gpu/device';
import type { KernelLimits } from '../../gpu/dispatch';
import { DeviceError } from '../../gpu/errors';
import { matmul } from '../../gpu/kernels/matmul/matmul';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type {
  DeviceChoice,
  DeviceKind,
  DeviceReason,
  DeviceState,
  GpuObstacle,
} from '../protocol/device';
import { openKernelTuner, type TunedDevice } from './kernelTuner';

export interface LabDevices {
  readonly gpu: GPU | undefined;
  readonly openCpu: () => Promise<ComputeContext>;
  /** What `auto` stands for where a device was named. */
  readonly named?: DeviceKind;
}

export interface LabDevice extends TunedDevice {
  readonly kind: DeviceKind;
  readonly reason: DeviceReason;
}

/** What every WebGPU adapter grants; plans are made with these until one is open. */
export const DEFAULT_LIMITS: KernelLimits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 128 * 1024 * 1024,
  maxBufferBytes: 256 * 1024 * 1024,
  f16: false,
  subgroupSize: null,
  software: false,
  dot4: false,
};

export const stateOf = ({ context, kind, reason }: LabDevice): DeviceState => ({
  status: 'ready',
  adapter: context.open.facts,
  kind,
  reason,
});

export const missingState = ({ code, message }: DeviceError): DeviceState => ({
  status: 'missing',
  reason: code as GpuObstacle,
  detail: message,
});

/** The kernels of the CPU have no variants to choose among. */
const NO_TUNER: Omit<TunedDevice, 'context'> = {
  autotuneFor: () => Promise.resolve(),
  again: () => Promise.resolve([]),
};

/** @throws DeviceError where there is none */
export async function openLabDevice(
  devices: LabDevices,
  choice: DeviceChoice,
  store?: AutotuneStore,
): Promise<LabDevice> {
  const chosen = choice === 'auto' ? devices.named : choice;
  if (chosen === 'gpu') return openKind(devices, 'gpu', store);
  if (chosen === 'cpu') {
    const cpu = await orError(openKind(devices, 'cpu', store));
    if (!(cpu instanceof DeviceError)) return cpu;
    return neither(await orError(openGpu(devices, store, 'cpu_refused')), cpu);
  }
  const gpu = await orError(openGpu(devices, store, 'hardware'));
  if (gpu instanceof DeviceError) {
    const cpu = await orError(openCpu(devices, gpu.code as GpuObstacle));
    return cpu instanceof DeviceError ? neither(gpu, cpu) : cpu;
  }
  if (!gpu.context.open.facts.software) return gpu;
  return fasterOf(gpu, devices);
}

/** That one and no other. @throws DeviceError */
export const openKind = (
  devices: LabDevices,
  kind: DeviceKind,
  store?: AutotuneStore,
): Promise<LabDevice> =>
  kind === 'cpu' ? openCpu(devices, 'chosen') : openGpu(devices, store, 'chosen');

const orError = (opening: Promise<LabDevice>): Promise<LabDevice | DeviceError> =>
  opening.catch((thrown: unknown) => {
    if (thrown instanceof DeviceError) return thrown;
    throw thrown;
  });

/** What the user can do something about is the GPU; beside it, why the CPU does not do instead. */
function neither(gpu: LabDevice | DeviceError, cpu: DeviceError): LabDevice {
  if (!(gpu instanceof DeviceError)) return gpu;
  throw new DeviceError(gpu.code, `${gpu.message} ${cpu.message}`, gpu.fields);
}

async function openGpu(
  { gpu }: LabDevices,
  store: AutotuneStore | undefined,
  reason: DeviceReason,
): Promise<LabDevice> {
  return { kind: 'gpu', reason, ...(await openKernelTuner(await openDevice(gpu), store)) };
}

async function openCpu(devices: LabDevices, reason: DeviceReason): Promise<LabDevice> {
  const context = await devices.openCpu();
  return { kind: 'cpu', reason, context, ...NO_TUNER };
}

async function fasterOf(gpu: LabDevice, devices: LabDevices): Promise<LabDevice> {
  const cpu = await orError(openCpu(devices, 'faster'));
  if (cpu instanceof DeviceError) return { ...gpu, reason: 'cpu_refused' };
  // A device that fails at this is not the faster one.
  const [cpuMs, gpuMs] = [await probeMs(cpu.context), await probeMs(gpu.context)];
  const [winner, loser] = cpuMs <= gpuMs ? [cpu, gpu] : [gpu, cpu];
  loser.context.destroy();
  return { ...winner, reason: 'faster' };
}

const probeMs = (context: ComputeContext): Promise<number> =>
  leastMs(context).catch(() => Infinity);

/** Milliseconds of a product like those of a small model's step: the least of a few. */
async function leastMs(context: ComputeContext): Promise<number> {
  const [m, n, k] = [256, 512, 128];
  const recorder = new Recorder(context.open.limits);
  const view = (label: string, count: number) =>
    wholeView(declareBuffer(label, 4 * count, 'workspace', true));
  const shape = { m, n, k, transA: false, transB: false, batch: 1 };
  const strides = { strideA: 0, strideB: 0, strideOut: 0 };
  matmul(recorder, {
    a: view('probe a', m * k),
    b: view('probe b', k * n),
    out: view('probe out', m * n),
    shape: { ...shape, ...strides },
  });
  const program = await context.compile(recorder.dispatches);
  let least = Infinity;
  for (let round = 0; round < 4; round++) {
    const startMs = performance.now();
    program.run();
    await context.idle();
    least = Math.min(least, performance.now() - startMs);
  }
  program.destroy();
  for (const buffer of program.plan.persistent) context.buffers.freeResident(buffer);
  return least;
}
