// Tables without gradient that other ops read: 0, 1, 2, …, and what a mask weighs.
import { iota as launchIota, maskWeights as launchWeights } from '../../../gpu/kernels/pool';
import { applyOne, sizeOf, type Op, type Tensor } from '../../tensor';

interface IotaAttrs {
  readonly count: number;
  readonly start: number;
  readonly modulus: number;
  readonly dtype: 'f32' | 'i32';
}

const iotaOp: Op<Record<never, never>, IotaAttrs> = {
  name: 'iota',
  outputs: (_inputs, { count, dtype }) => [{ shape: [count], dtype, kind: 'workspace' }],
  lower({ attrs: { count, start, modulus, dtype }, outputs }, context) {
    const out = context.view(outputs[0]!);
    launchIota(context.sink, { out, size: count, start, modulus, float: dtype === 'f32' });
  },
};

/** (start + i) % modulus for i = 0 … count - 1; f32 is exact below 2^24. */
export const iota = (
  count: number,
  dtype: 'f32' | 'i32',
  { start = 0, modulus = count + start }: { start?: number; modulus?: number } = {},
): Tensor => applyOne(iotaOp, {}, { count, start, modulus, dtype });

type WeightKind = 'keep' | 'mean' | 'last';

const maskWeightsOp: Op<{ mask: Tensor }, WeightKind> = {
  name: 'mask_weights',
  outputs: ({ mask }) => [{ shape: mask.shape, kind: 'workspace' }],
  lower({ inputs: { mask }, attrs: kind, outputs }, context) {
    const length = mask.shape.at(-1) ?? 1;
    launchWeights(context.sink, {
      mask: context.view(mask),
      out: context.view(outputs[0]!),
      rows: sizeOf(mask.shape) / length,
      length,
      kind,
    });
  },
};

/** u32 mask [..., T] → f32: 1 for each kept position, or shares of their mean, or 1 for the last. */
export const maskWeights = (mask: Tensor, kind: WeightKind): Tensor =>
  applyOne(maskWeightsOp, { mask }, kind);
