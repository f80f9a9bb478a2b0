import type { DeviceBuffer } from '../gpu/compute';
import type { MemoryKind } from '../gpu/dispatch';

/** A range of the linear memory. */
export interface CpuBuffer extends DeviceBuffer {
  readonly address: number;
  readonly kind: MemoryKind;
}
