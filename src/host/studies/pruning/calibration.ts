// The same format with its scales chosen in different ways, executed: what that does to the model.
import type { Calibration } from '../../../gpu/kernels/matmul/quantize';
import type { ComputeContext } from '../../../gpu/compute';
import { recipeForLayers, type WeightRecipe } from '../../../training/compress/compressedWeights';
import { QualityMeter } from '../../../training/evaluate/quality';
import type { HeldOut } from '../compare/quality';
import { heldOutLogits } from '../compare/heldOutLogits';
import type { CalibrationRow } from '../../protocol/pruning';
import { stored, type Trained } from '../compress/variants';

/** Of a group: the few greatest of a matrix, or one or two of 32. */
const SHARES = { int8_tensor: 0.999, int4_32: 0.95 } as const;

const calibrationsOf = (format: CalibrationRow['format']): readonly Calibration[] => [
  { kind: 'min_max' },
  { kind: 'percentile', share: SHARES[format] },
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
  readonly context: ComputeContext;
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
    try {
      return await heldOutLogits(context, writer, heldOut.windows, signal);
    } finally {
      made.weights.destroy();
    }
  };
  const dense = await logitsWith();
  const formats = Object.keys(FORMATS) as CalibrationRow['format'][];
  const total = formats.length * calibrationsOf('int8_tensor').length;
  let done = 0;
  for (const format of formats) {
    for (const how of calibrationsOf(format)) {
      if (signal.aborted) return;
      const logits = await logitsWith(FORMATS[format](how));
      if (signal.aborted) return;
      const meter = new QualityMeter(trained.model.vocabSize, heldOut.bytesPerToken);
      logits.forEach((own, i) => meter.add(heldOut.windows[i]!.subarray(1), own, dense[i]!));
      const { loss, kl, sameTop } = meter.figures();
      const share = how.kind === 'percentile' ? how.share : 1;
      const row = { format, calibration: how.kind, share, loss, kl: kl.mean, sameTop };
      onRow(row, ++done / total);
    }
  }
}
