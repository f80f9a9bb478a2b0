// Devices in Node, by name: `cpu`, or a driver as `openNodeGpu` knows it.
import type { ComputeContext } from '../../gpu/compute';
import { openDevice } from '../../gpu/device';
import { GpuContext } from '../../gpu/replay';
import type { LabDevices } from '../lab/labDevices';
import { openNodeCpu } from './cpu';
import { openNodeGpu } from './drivers';

export async function openNodeContext(
  device = process.env.BENCHTOP_DRIVER,
): Promise<ComputeContext> {
  if (device === 'cpu') return openNodeCpu();
  return new GpuContext(await openDevice(openNodeGpu(device)));
}

/** What a lab may choose from; the device that is named is its own. Dawn stays closed for `cpu`. */
export function nodeDevices(device = process.env.BENCHTOP_DRIVER): LabDevices {
  const openCpu = (): Promise<ComputeContext> => openNodeCpu();
  if (device === 'cpu') return { gpu: undefined, openCpu, named: 'cpu' };
  if (device !== undefined) return { gpu: openNodeGpu(device), openCpu, named: 'gpu' };
  return { gpu: openNodeGpu(), openCpu };
}
