// Packed weights in the graph. `quantizeWeight` makes one on the GPU; `dequantized` stands for the
// float weight, but products and look-ups on it read the packed form: the float weight is made only
// where an op asks for it that knows no better.
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import { int8DotMatmul } from '../../gpu/kernels/matmul/int8Dot';
import { dequantMatmul } from '../../gpu/kernels/matmul/int8Matmul';
import {
  dequantize,
  quantize,
  quantizedLayout,
  type Calibration,
  type QuantizedFormat,
  type QuantizedViews,
  type Strides,
} from '../../gpu/kernels/matmul/quantize';
import { columnSum } from '../ops/columnSum';
import { activationGradient, linear } from '../ops/matmul';
import {
  apply,
  applyOne,
  sizeOf,
  type Lowering,
  type Op,
  type OpNode,
  type Shape,
  type Tensor,
} from '../tensor';

/** A weight [rows, cols] as it is packed; zeros where the format is asymmetric. */
export interface PackedWeight {
  readonly format: QuantizedFormat;
  /** u32 [rows, rowWords] */
  readonly words: Tensor;
  /** None of halves. */
  readonly scales?: Tensor | undefined;
  readonly zeros?: Tensor | undefined;
}

export interface QuantizeOptions {
  readonly calibration?: Calibration;
  readonly rounding?: 'even' | 'away';
}

interface QuantizeAttrs extends Required<QuantizeOptions> {
  readonly format: QuantizedFormat;
  readonly strides: Strides;
}

const quantizeOp: Op<{ weight: Tensor }, QuantizeAttrs> = {
  name: 'quantize',
  outputs(_inputs, { format }) {
    const { rowWords, scales, zeroWords } = quantizedLayout(format);
    const kind = 'weights' as const;
    const all = [
      { shape: [format.rows, rowWords], dtype: 'u32' as const, kind },
      { shape: [scales], kind },
      { shape: [zeroWords], dtype: 'u32' as const, kind },
    ];
    return all.filter(({ shape }) => shape[0]! > 0);
  },
  lower({ inputs, attrs, outputs }, context) {
    const [words, scales, zeros] = outputs;
    quantize(context.sink, {
      inp: context.view(inputs.weight),
      words: context.view(words!),
      scales: context.viewOf(scales),
      zeros: context.viewOf(zeros),
      ...attrs,
    });
  },
};

/** `outputsFirst`: the weight is [out, in] (torch.nn.Linear), else [in, out] (GPT-2's Conv1D). */
export function quantizeWeight(
  weight: Tensor,
  format: QuantizedFormat,
  outputsFirst: boolean,
  { calibration = { kind: 'min_max' }, rounding = 'even' }: QuantizeOptions = {},
): PackedWeight {
  const strides = stridesOf(format, outputsFirst);
  const attrs = { format, strides, calibration, rounding };
  const [words, scales, zeros] = apply(quantizeOp, { weight }, attrs, `${weight.name} words`)
    .outputs as [Tensor, Tensor?, Tensor?];
  return { format, words, scales, zeros };
}

export const stridesOf = ({ rows, cols }: QuantizedFormat, outputsFirst: boolean): Strides =>
  outputsFirst ? { row: cols, col: 1 } : { row: 1, col: rows };

interface PackedInputs {
  readonly [key: string]: Tensor | undefined;
  readonly words: Tensor;
  readonly scales?: Tensor | undefined;
  readonly zeros?: Tensor | undefined;
}

/** What products multiply with: floats as they are, or made INT8 as they come. */
export type Activations = 'float' | 'int8';

interface PackedAttrs {
  readonly format: QuantizedFormat;
  readonly outputsFirst: boolean;
  readonly activations: Activations;
}

const viewsOf = ({ words, scales, zeros }: PackedInputs, context: Lowering): QuantizedViews => ({
  words: context.view(words),
  scales: context.viewOf(scales),
  zeros: context.viewOf(zeros),
});

const dequantizeOp: Op<PackedInputs, PackedAttrs> = {
  name: 'dequantize',
  outputs: (_inputs, { format: { rows, cols }, outputsFirst }) => [
    { shape: outputsFirst ? [rows, cols] : [cols, rows], kind: 'workspace' },
  ],
  lower({ inputs, attrs: { format, outputsFirst }, outputs }, context) {
    const out = context.view(outputs[0]!);
    const strides = stridesOf(format, outputsFirst);
    dequantize(context.sink, { ...viewsOf(inputs, context), format, out, strides });
  },
  stored: {
    linear({ inputs, attrs }, x, { transposed, bias, activation, logits }) {
      const { format, outputsFirst } = attrs;
      if (transposed !== outputsFirst) return undefined;
      const shape = [...x.shape.slice(0, -1), format.rows];
      const own = { ...attrs, shape, activation, logits };
      return applyOne(packedLinearOp, { ...inputs, x, bias }, own, 'linear');
    },
    rows({ inputs, attrs: { format, outputsFirst } }, ids) {
      return outputsFirst ? applyOne(packedRowsOp, { ...inputs, ids }, format) : undefined;
    },
  },
};

interface PackedLinearAttrs extends PackedAttrs {
  readonly shape: Shape;
  readonly activation: ActivationKind;
  readonly logits: boolean;
}

interface PackedLinearInputs extends PackedInputs {
  readonly x: Tensor;
  readonly bias?: Tensor | undefined;
}

const packedLinearOp: Op<PackedLinearInputs, PackedLinearAttrs> = {
  name: 'packed_linear',
  outputs: (_inputs, { shape, logits }) => [{ shape, kind: logits ? 'logits' : 'activations' }],
  lower(node: OpNode<PackedLinearInputs, PackedLinearAttrs>, context) {
    const { inputs, attrs, outputs } = node;
    const { format, activation, activations } = attrs;
    const launch = activations === 'int8' ? int8DotMatmul : dequantMatmul;
    launch(context.sink, {
      ...viewsOf(inputs, context),
      x: context.view(inputs.x),
      bias: context.viewOf(inputs.bias),
      activation,
      out: context.view(outputs[0]!),
      m: sizeOf(inputs.x.shape) / format.cols,
      format,
    });
  },
  gradient({ inputs, attrs }, [dy], flow) {
    if (!dy) return {};
    const { words, scales, zeros, bias } = inputs;
    const { format, outputsFirst, activations, activation } = attrs;
    // What is behind the product is not kept: it is made again.
    const again = (): Tensor =>
      applyOne(packedLinearOp, inputs, { ...attrs, activation: 'none' }, 'linear_again');
    const dout = activation === 'none' ? dy : activationGradient(dy, again(), activation);
    // A weight of its own, so that it lives no longer than its product; the other way round, that is made.
    const own = { format, outputsFirst, activations };
    const weight = applyOne(dequantizeOp, { words, scales, zeros }, own, 'dequantized');
    const layout = outputsFirst ? 'conv1d' : 'linear';
    return {
      x: flow.wants('x') ? linear(dout, weight, undefined, { layout }) : undefined,
      bias: bias && flow.wants('bias') ? columnSum(dout, bias.shape) : undefined,
    };
  },
};

const packedRowsOp: Op<PackedInputs & { readonly ids: Tensor }, QuantizedFormat> = {
  name: 'packed_rows',
  outputs: ({ ids }, { cols }) => [{ shape: [...ids.shape, cols] }],
  lower({ inputs, attrs: format, outputs }, context) {
    dequantize(context.sink, {
      ...viewsOf(inputs, context),
      format,
      ids: { view: context.view(inputs.ids), count: sizeOf(inputs.ids.shape) },
      out: context.view(outputs[0]!),
      strides: { row: format.cols, col: 1 },
    });
  },
};

/**
 * The weight that a packed one stands for, [rows, cols] or, outputs last, [cols, rows]. INT8
 * activations need a format of 8 bits without groups.
 */
export function dequantized(
  { format, words, scales, zeros }: PackedWeight,
  outputsFirst: boolean,
  activations: Activations = 'float',
): Tensor {
  return applyOne(
    dequantizeOp,
    { words, scales, zeros },
    { format, outputsFirst, activations },
    'dequantized',
  );
}
