// The same format with its scales chosen in different ways, executed: what that does to the model.
import type { Calibration } from '../../../gpu/kernels/matmul/quantize';
import type { ComputeContext } from '../../../gpu/compute';
import { schemeForLayers, type WeightScheme } from '../../../training/compress/compressedWeights';
import type { Predicted } from '../../../training/evaluate/termReader';
import type { Model } from '../../../training/models/interfaces';
import type { CalibrationRow } from '../../protocol/pruning';
import { stored } from '../compress/variants';
import { DeviceStack } from '../deviceStack';
import { figuresOf, type Subject } from './subject';

const INT8 = { kind: 'int8', scales: 'tensor', activations: 'float' } as const;
const INT4 = { kind: 'int4', group: 32, asymmetric: false } as const;
/** A percentile leaves out the few greatest of a matrix, or one or two of 32. */
const FORMATS = [
  { format: 'int8_tensor', scheme: INT8, share: 0.999 },
  { format: 'int4_32', scheme: INT4, share: 0.95 },
] as const;

const calibrationsOf = (share: number): readonly Calibration[] => [
  { kind: 'min_max' },
  { kind: 'percentile', share },
  { kind: 'mse' },
];

export async function calibrationTable<M extends Model>(
  { context, signal }: { readonly context: ComputeContext; readonly signal: AbortSignal },
  subject: Subject<M>,
  onRow: (row: CalibrationRow, share: number) => void,
): Promise<void> {
  const predictedWith = async (scheme?: WeightScheme): Promise<Predicted[]> => {
    const made = await stored(context, subject.trained, scheme && schemeForLayers(scheme));
    const stack = new DeviceStack();
    await stack.add(made.weights);
    const weighted = { model: made.model, parameter: made.weights.parameter };
    const reader = await stack.add(subject.reader(context, weighted));
    try {
      return await reader.read(signal);
    } finally {
      await stack.destroy();
    }
  };
  const dense = await predictedWith();
  const ways = FORMATS.flatMap(({ format, scheme, share }) =>
    calibrationsOf(share).map((calibration) => ({ format, scheme, calibration })),
  );
  for (const [index, { format, scheme, calibration }] of ways.entries()) {
    if (signal.aborted) return;
    const predicted = await predictedWith({ ...scheme, calibration });
    if (signal.aborted) return;
    const { loss, kl, sameTop } = figuresOf(subject, predicted, dense);
    const { kind } = calibration;
    const share = kind === 'percentile' ? calibration.share : 1;
    onRow(
      { format, calibration: kind, share, loss, kl: kl.mean, sameTop },
      (index + 1) / ways.length,
    );
  }
}
