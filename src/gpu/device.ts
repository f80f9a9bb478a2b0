// Takes a GPU object (navigator.gpu in a page or Worker, Dawn's in Node), gives a device with the
// adapter's own limits, its facts in plain data, and what watches over its faults.
import type { AdapterFacts } from './compute';
import type { KernelLimits } from './dispatch';
import { DeviceError } from './errors';
import { GpuFaults } from './faults';

export interface OpenDevice {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  readonly limits: KernelLimits;
  readonly faults: GpuFaults;
}

/** A browser whose GPU process hangs never answers. */
const OPENING_MS = 60_000;

const WANTED_FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;
const WANTED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupStorageSize',
  'maxStorageBuffersPerShaderStage',
] as const;

function isSoftware(info: GPUAdapterInfo): boolean {
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|warp|basic render/i.test(words);
}

function describe(gpu: GPU, adapter: GPUAdapter): AdapterFacts {
  const { info, limits, features } = adapter;
  const subgroups = features.has('subgroups');
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    software: isSoftware(info),
    f16: features.has('shader-f16'),
    subgroups,
    subgroupSize: subgroups ? info.subgroupMinSize : null,
    timestamps: features.has('timestamp-query'),
    dot4: gpu.wgslLanguageFeatures?.has('packed_4x8_integer_dot_product') ?? false,
    maxBindingBytes: limits.maxStorageBufferBindingSize,
    maxBufferBytes: limits.maxBufferSize,
    maxInvocations: limits.maxComputeInvocationsPerWorkgroup,
    maxWorkgroupStorageBytes: limits.maxComputeWorkgroupStorageSize,
  };
}

/** A thread has 128 registers of 32 bytes for its 16 lanes (Xe2: of 64 bytes for 32), so each lane has 64 of 4 bytes. */
const INTEL_LANE_REGISTERS = 64;

/** Facts that kernels may depend on; fixed numbers make a plan without a device. */
function kernelLimits(facts: AdapterFacts): KernelLimits {
  return {
    maxInvocations: facts.maxInvocations,
    maxWorkgroupStorageBytes: facts.maxWorkgroupStorageBytes,
    maxBindingBytes: facts.maxBindingBytes,
    maxBufferBytes: facts.maxBufferBytes,
    f16: facts.f16,
    subgroupSize: facts.subgroupSize,
    software: facts.software,
    dot4: facts.dot4,
    ...(facts.vendor === 'intel' && { laneRegisters: INTEL_LANE_REGISTERS }),
  };
}

/**
 * Opens the adapter with all of its limits and the features Benchtop knows.
 * @throws DeviceError no_webgpu | no_adapter | device_refused
 */
export async function openDevice(gpu: GPU | undefined): Promise<OpenDevice> {
  if (!gpu) throw new DeviceError('no_webgpu', 'This browser offers no WebGPU.');
  const adapter = await inTime(gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (!adapter) throw new DeviceError('no_adapter', 'WebGPU is here, but it found no GPU.');
  const facts = describe(gpu, adapter);
  const requiredLimits: Record<string, number> = {};
  for (const name of WANTED_LIMITS) requiredLimits[name] = adapter.limits[name];
  let device: GPUDevice;
  try {
    device = await inTime(
      adapter.requestDevice({
        requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
        requiredLimits,
      }),
    );
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new DeviceError('device_refused', `The GPU refused to open: ${detail}`, { detail });
  }
  return {
    device,
    facts,
    limits: kernelLimits(facts),
    faults: new GpuFaults(device, facts.software),
  };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const detail = `no answer within ${OPENING_MS / 1000} s`;
    const error = new DeviceError('device_refused', `The GPU gave ${detail}.`, { detail });
    timer = setTimeout(() => reject(error), OPENING_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
