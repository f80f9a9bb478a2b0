import type { ComputeContext } from '../../gpu/compute';
import { openDevice } from '../../gpu/device';
import { GpuContext } from '../../gpu/replay';
import { openNodeCpu } from './cpu';
import { openNodeGpu } from './drivers';

/** A device by its name: `cpu`, else a driver as `openNodeGpu` knows it. */
export async function openNodeContext(
  device = process.env.BENCHTOP_DRIVER,
): Promise<ComputeContext> {
  if (device === 'cpu') return openNodeCpu();
  return new GpuContext(await openDevice(openNodeGpu(device)));
}
