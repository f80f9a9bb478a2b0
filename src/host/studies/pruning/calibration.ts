// The same format with its scales chosen in different ways, executed: what that does to the model.
import type { Calibration } from '../../../gpu/kernels/matmul/quantize';
import type { ComputeContext } from '../../../gpu/compute';
import { recipeForLayers, type WeightRecipe } from '../../../training/compress/compressedWeights';
import { QualityMeter } from '../../../training/evaluate/quality';
import type { HeldOut } from '../compare/quality';
import { heldOutLogits } from '../compare/heldOutLogits';
import type { CalibrationRow } from '../../protocol/pruning';
import { stored, type Trained } from '../compress/variants';

const INT8 = { kind: 'int8', scales: 'tensor', activations: 'float' } as const;
const INT4 = { kind: 'int4', group: 32, asymmetric: false } as const;
/** A percentile leaves out the few greatest of a matrix, or one or two of 32. */
const FORMATS = [
  { format: 'int8_tensor', recipe: INT8, share: 0.999 },
  { format: 'int4_32', recipe: INT4, share: 0.95 },
] as const;

const calibrationsOf = (share: number): readonly Calibration[] => [
  { kind: 'min_max' },
  { kind: 'percentile', share },
  { kind: 'mse' },
];

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
  const ways = FORMATS.flatMap(({ format, recipe, share }) =>
    calibrationsOf(share).map((calibration) => ({ format, recipe, calibration })),
  );
  for (const [index, { format, recipe, calibration }] of ways.entries()) {
    if (signal.aborted) return;
    const logits = await logitsWith({ ...recipe, calibration });
    if (signal.aborted) return;
    const meter = new QualityMeter(trained.model.vocabSize, heldOut.bytesPerToken);
    logits.forEach((own, i) => meter.add(heldOut.windows[i]!.subarray(1), own, dense[i]!));
    const { loss, kl, sameTop } = meter.figures();
    const { kind } = calibration;
    const share = kind === 'percentile' ? calibration.share : 1;
    onRow(
      { format, calibration: kind, share, loss, kl: kl.mean, sameTop },
      (index + 1) / ways.length,
    );
  }
}
