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

export interface KernelTuner {
  autotuneFor(capture: (limits: KernelLimits) => unknown): Promise<void>;
  again(): Promise<AutotuneRow[]>;
}

/** A context whose launchers take the tuner's choices. */
export async function openKernelTuner(
  open: OpenDevice,
  store?: AutotuneStore,
): Promise<{ context: ComputeContext; tuner: KernelTuner }> {
  const name = nameOf(open.facts);
  const stored = await store?.load(name).catch(() => undefined);
  const choices = { choose: (shapeClass: string) => autotuner.choose(shapeClass) };
  const context = new GpuContext({ ...open, limits: { ...open.limits, choices } });
  const autotuner = new Autotuner(open.limits, new MatmulMeasurer(context), stored);
  // A store that fails costs the next session a measurement, no more.
  const keep = (): Promise<void> | undefined =>
    store?.save(name, autotuner.tuned).catch(() => undefined);
  const tuner: KernelTuner = {
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
  return { context, tuner };
}
