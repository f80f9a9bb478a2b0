// The autotuner at home: one a device, with what earlier sessions measured on this adapter.
import { Autotuner, type AutotuneRow, type AutotuneStore } from '../../gpu/autotune';
import type { OpenDevice } from '../../gpu/device';
import type { KernelLimits } from '../../gpu/dispatch';
import { MatmulMeasurer } from '../../gpu/measureMatmul';
import type { AdapterFacts, ComputeContext } from '../../gpu/compute';
import { GpuContext } from '../../gpu/replay';

/** Grows when kernels change so much that old measurements mislead. */
const GENERATION = 1;

const nameOf = ({ vendor, architecture, device, description }: AdapterFacts): string =>
  [GENERATION, vendor, architecture, device, description].join(' ');

/** What runs and studies work on. */
export interface OnDevice {
  readonly context: ComputeContext;
  /** Lets the kernels that a capture asks for be measured once; captures after it use the result. */
  readonly autotuneFor: (capture: (limits: KernelLimits) => unknown) => Promise<void>;
}

export interface TunedDevice extends OnDevice {
  readonly again: () => Promise<AutotuneRow[]>;
}

/** A context whose launchers take the tuner's choices. */
export async function openKernelTuner(
  open: OpenDevice,
  store?: AutotuneStore,
): Promise<TunedDevice> {
  const name = nameOf(open.facts);
  const stored = await store?.load(name).catch(() => undefined);
  const choices = { choose: (shapeClass: string) => autotuner.choose(shapeClass) };
  const context = new GpuContext({ ...open, limits: { ...open.limits, choices } });
  const autotuner = new Autotuner(open.limits, new MatmulMeasurer(context), stored);
  // A store that fails costs the next session a measurement, no more.
  const keep = (): Promise<void> | undefined =>
    store?.save(name, autotuner.tuned).catch(() => undefined);
  return {
    context,
    async autotuneFor(capture) {
      // CPU adapters compile for seconds; the rule was made by measuring them.
      if (open.facts.software) return;
      const rows = await autotuner.tune(autotuner.shapesOf(capture));
      if (rows.length > 0) await keep();
    },
    async again() {
      const rows = await autotuner.again();
      await keep();
      return rows;
    },
  };
}
