// Devices in Node, by name: `cpu` (`cpu:2` with two threads), or a driver as `openNodeGpu` knows it.
import type { ComputeContext } from '../../gpu/compute';
import { openDevice } from '../../gpu/device';
import { GpuContext } from '../../gpu/replay';
import type { LabDevices } from '../lab/labDevices';
import { openNodeCpu } from './cpu';
import { openNodeGpu } from './drivers';

export async function openNodeContext(
  device = process.env.BENCHTOP_DRIVER,
): Promise<ComputeContext> {
  return cpuOf(device)?.() ?? new GpuContext(await openDevice(openNodeGpu(device)));
}

function cpuOf(device: string | undefined): (() => Promise<ComputeContext>) | undefined {
  const [isCpu, threads] = /^cpu(?::([1-9]\d?))?$/.exec(device ?? '') ?? [];
  return isCpu === undefined
    ? undefined
    : () => openNodeCpu(threads === undefined ? undefined : Number(threads));
}

/** What a lab may choose from; the device that is named is its own. Dawn stays closed for `cpu`. */
export function nodeDevices(device = process.env.BENCHTOP_DRIVER): LabDevices {
  const named = cpuOf(device);
  if (named) return { gpu: undefined, openCpu: named, named: 'cpu' };
  const openCpu = (): Promise<ComputeContext> => openNodeCpu();
  if (device !== undefined) return { gpu: openNodeGpu(device), openCpu, named: 'gpu' };
  return { gpu: openNodeGpu(), openCpu };
}
