// The same format with its scales chosen in different ways, executed: what that does to the model.
import type { Calibration } from '../gpu/kernels/quantize';
import type { GpuContext } from '../gpu/replay';
import { recipeForLayers, type WeightRecipe } from '../training/compress/compressedWeights';
import { QualityMeter } from '../training/evaluate/quality';
import type { HeldOut } from './compareVariant';
import { HeldOutReader } from './heldOutLogits';
import type { CalibrationRow } from './sweepResult';
import { stored, type Trained } from './variants';

const PERCENTILE = 0.99;
const CALIBRATIONS: readonly Calibration[] = [
  { kind: 'min_max' },
  { kind: 'percentile', share: PERCENTILE },
  { kind: 'mse' },
];

const FORMATS: Readonly<Record<CalibrationRow['format'], (how: Calibration) => WeightRecipe>> = {
  int8_tensor: (calibration) => ({
    kind: 'int8',
    scales: 'tensor',
    activations: 'float',
    calibration,
  }),
  int4_32: (calibration) => ({ kind: 'int4', group: 32, asymmetric: false, calibration }),
};

interface Reads {
  readonly context: GpuContext;
  readonly heldOut: HeldOut;
  readonly signal: AbortSignal;
}

export async function calibrationTable(
  { context, heldOut, signal }: Reads,
  trained: Trained,
  onRow: (row: CalibrationRow, share: number) => void,
): Promise<void> {
  const logitsWith = async (recipe?: WeightRecipe): Promise<Float32Array[]> => {
    const made = await stored(context, trained, recipe && recipeForLayers(recipe));
    const writer = { model: made.model, parameter: made.weights.parameter };
    const reader = await HeldOutReader.create(context, writer, heldOut.windows);
    try {
      return await reader.read(signal);
    } finally {
      reader.destroy();
      made.weights.destroy();
    }
  };
  const dense = await logitsWith();
  const formats = Object.keys(FORMATS) as CalibrationRow['format'][];
  const total = formats.length * CALIBRATIONS.length;
  let done = 0;
  for (const format of formats) {
    for (const how of CALIBRATIONS) {
      if (signal.aborted) return;
      const logits = await logitsWith(FORMATS[format](how));
      if (signal.aborted) return;
      const meter = new QualityMeter(trained.model.vocabSize, heldOut.bytesPerToken);
      logits.forEach((own, i) => meter.add(heldOut.windows[i]!.subarray(1), own, dense[i]!));
      const { loss, kl, sameTop } = meter.figures();
      onRow({ format, calibration: how.kind, loss, kl: kl.mean, sameTop }, ++done / total);
    }
  }
}
