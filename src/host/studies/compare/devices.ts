// The devices that variants of a comparison ran on, as its method tells of them.
import { BRIEF, measureCeilings } from '../../../gpu/ceilings';
import type { ComputeContext } from '../../../gpu/compute';
import type { ComparedDevice, CompareMethod, VariantRow } from '../../protocol/compare';
import type { DeviceKind } from '../../protocol/device';
import type { StudyDevices } from '../devices';

export const comparedDevice = (kind: DeviceKind, { open }: ComputeContext): ComparedDevice => ({
  kind,
  adapter: open.facts,
  ceilings: null,
});

export const deviceOf = (
  { devices }: Pick<CompareMethod, 'devices'>,
  { device }: Pick<VariantRow, 'device'>,
): ComparedDevice | undefined => devices.find(({ kind }) => kind === device);

/** With what each can do at best. */
export async function measureDevices(
  known: readonly ComparedDevice[],
  devices: StudyDevices,
): Promise<ComparedDevice[]> {
  const measured: ComparedDevice[] = [];
  for (const device of known) {
    const context = await devices.open(device.kind);
    const { fmaGflops, copyGBps } = await measureCeilings(context, BRIEF);
    const ceilings = { gflops: fmaGflops, gigabytesPerSecond: copyGBps };
    measured.push({ ...device, ceilings });
  }
  return measured;
}
