// The device that the engine computes on, as the page knows it.
import type { AdapterFacts } from '../../gpu/compute';

export type DeviceKind = 'gpu' | 'cpu';

/** `auto`: a hardware GPU, else the faster of a software adapter and the CPU. */
export type DeviceChoice = 'auto' | DeviceKind;

export type GpuObstacle = 'no_webgpu' | 'no_adapter' | 'device_refused';

/** Why this device: it was chosen, it is hardware, it is the faster one, or the other could not be had. */
export type DeviceReason = 'chosen' | 'hardware' | 'faster' | GpuObstacle | 'cpu_refused';

export type DeviceState =
  | { status: 'opening' }
  | { status: 'ready'; adapter: AdapterFacts; kind: DeviceKind; reason: DeviceReason }
  | { status: 'missing'; reason: GpuObstacle; detail: string }
  | { status: 'lost'; reason: string; recovering: boolean };

/** Time that a step of a sized model takes at most: it still feels alive; less where a CPU computes, which draws the page as well. */
export const SIZED_STEP_MS = { hardware: 200, cpu: 100 };
