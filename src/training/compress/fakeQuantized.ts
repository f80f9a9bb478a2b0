// Quantization-aware training: weights are rounded as they will be when they are packed, and come back as
// floats; the gradient passes as if nothing had been rounded (straight-through, Bengio et al. 2013).
import { dequantize, quantize, quantizedLayout } from '../../gpu/kernels/matmul/quantize';
import { isLayerMatrix, type ParameterSpec } from '../parameters';
import type { ParameterLookup } from '../nn/weights';
import type { Quantization } from '../run/finetuningConfig';
import { applyOne, type Op, type Tensor } from '../tensor';
import { formatFor } from './packedBase';
import { stridesOf } from './quantized';

interface FakeQuantizeAttrs {
  readonly spec: ParameterSpec;
  readonly quantization: Quantization;
}

const fakeQuantizeOp: Op<{ weight: Tensor }, FakeQuantizeAttrs> = {
  name: 'fake_quantize',
  outputs: ({ weight: { shape } }) => [{ shape, kind: 'workspace' }],
  lower({ inputs, attrs: { spec, quantization }, outputs }, context) {
    const format = formatFor(spec, quantization);
    const layout = quantizedLayout(format);
    const strides = stridesOf(format, spec.layout !== 'conv1d');
    const packed = {
      format,
      strides,
      words: context.sink.scratch('fake_quantize_words', 4 * layout.words),
      scales: context.sink.scratch('fake_quantize_scales', 4 * layout.scales),
    };
    const calibration = { kind: 'min_max' } as const;
    const inp = context.view(inputs.weight);
    quantize(context.sink, { ...packed, inp, calibration, rounding: 'even' });
    dequantize(context.sink, { ...packed, out: context.view(outputs[0]!) });
  },
  gradient: (_node, [dout]) => ({ weight: dout }),
};

/** A layer's weight as it will be computed with once it is packed. */
export const fakeQuantized = (
  weight: Tensor,
  spec: ParameterSpec,
  quantization: Quantization,
): Tensor => applyOne(fakeQuantizeOp, { weight }, { spec, quantization }, weight.name);

/** All layers of a model so; each is rounded once a step. */
export function withFakeQuantization(
  weights: ParameterLookup,
  specs: readonly ParameterSpec[],
  quantization: Quantization,
): ParameterLookup {
  const layers = new Map(specs.filter(isLayerMatrix).map((spec) => [spec.name, spec]));
  const made = new Map<string, Tensor>();
  return (name) => {
    const spec = layers.get(name);
    const weight = weights(name);
    if (!spec || !weight) return weight;
    const rounded = made.get(name) ?? fakeQuantized(weight, spec, quantization);
    made.set(name, rounded);
    return rounded;
  };
}
