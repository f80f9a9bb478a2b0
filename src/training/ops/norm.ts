// LayerNorm and RMSNorm with the residual sum in front of them: s = x + dropout(delta), y = norm(s).
// Ba et al. 2016; Zhang & Sennrich 2019. The residual stream's gradient is added in the kernel.
import { ShapeError } from '../../gpu/errors';
import { layernormBackward, layernormForward } from '../../gpu/kernels/layernorm';
import { rmsnormBackward, rmsnormForward } from '../../gpu/kernels/rmsnorm';
import { apply, describeShape, namesOf, sameShape, sizeOf, type Op, type Tensor } from '../tensor';
import { dropout, dropoutArgs, type DropoutAttrs } from './dropout';

interface NormInputs {
  readonly [key: string]: Tensor | undefined;
  readonly x: Tensor;
  readonly delta?: Tensor | undefined;
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
}
interface NormAttrs {
  readonly kind: 'layer' | 'rms';
  readonly eps: number;
  readonly dropout?: DropoutAttrs | undefined;
}

/** Outputs: y, s (equal to x without delta), rstd, mean (LayerNorm only). */
const normOp: Op<NormInputs, NormAttrs> = {
  name: 'norm',
  outputs({ x }, { kind }) {
    const rows = [sizeOf(x.shape) / x.shape.at(-1)!];
    const outputs = [{ shape: x.shape }, { shape: x.shape }, { shape: rows }];
    return kind === 'layer' ? [...outputs, { shape: rows }] : outputs;
  },
  lower({ inputs, attrs, outputs }, context) {
    const [y, sum, rstd, mean] = outputs;
    const width = inputs.x.shape.at(-1)!;
    const { delta, weight, bias } = inputs;
    if (!delta) context.alias(sum!, context.view(inputs.x));
    const shared = {
      inp: context.view(inputs.x),
      residualDelta: context.viewOf(delta),
      sum: delta && context.view(sum!),
      weight: context.viewOf(weight),
      out: context.view(y!),
      rstd: context.view(rstd!),
      rows: sizeOf(inputs.x.shape) / width,
      width,
      eps: attrs.eps,
      dropout: delta && dropoutArgs(attrs.dropout, context),
    };
    if (mean)
      layernormForward(context.sink, {
        ...shared,
        mean: context.view(mean),
        bias: context.viewOf(bias),
      });
    else rmsnormForward(context.sink, shared);
  },
  gradient({ inputs, attrs, outputs }, [dy, dsum], flow) {
    // Only the residual sum was used further on.
    if (!dy) return { x: dsum, delta: dsum && dropout(dsum, attrs.dropout) };
    const { x, delta, weight, bias } = inputs;
    const backward = apply(
      normBackwardOp,
      {
        dy,
        sum: delta ? outputs[1]! : x,
        rstd: outputs[2]!,
        mean: outputs[3],
        weight,
        // Without a delta, what reached x from elsewhere is the residual stream's gradient.
        dresidual: delta ? dsum : flow.take('x'),
      },
      { dropout: delta && attrs.dropout },
      `d_${x.name}`,
    );
    const [dx, dweight, dbias, ddelta] = backward.outputs;
    return {
      x: dx,
      delta: attrs.dropout ? ddelta : dx,
      weight: weight && dweight,
      bias: bias && dbias,
    };
  },
};

interface BackwardInputs {
  readonly [key: string]: Tensor | undefined;
  readonly dy: Tensor;
  readonly sum: Tensor;
  readonly rstd: Tensor;
  readonly mean?: Tensor | undefined;
  readonly weight?: Tensor | undefined;
  /** Added to dx: the gradient that the residual stream brings from above. */
  readonly dresidual?: Tensor | undefined;
}
interface BackwardAttrs {
  readonly dropout?: DropoutAttrs | undefined;
}

/** Outputs: dx, dweight, dbias, ddelta; the unused ones have no memory. */
const normBackwardOp: Op<BackwardInputs, BackwardAttrs> = {
  name: 'norm_backward',
  outputs({ sum }) {
    const width = [sum.shape.at(-1)!];
    return [{ shape: sum.shape }, { shape: width }, { shape: width }, { shape: sum.shape }];
  },
  lower({ inputs, attrs, outputs }, context) {
    const [dx, dweight, dbias, ddelta] = outputs;
    const width = inputs.sum.shape.at(-1)!;
    const used = (tensor: Tensor | undefined) =>
      tensor && context.isUsed(tensor) ? context.view(tensor) : undefined;
    const shared = {
      dout: context.view(inputs.dy),
      inp: context.view(inputs.sum),
      weight: context.viewOf(inputs.weight),
      rstd: context.view(inputs.rstd),
      dresidual: context.viewOf(inputs.dresidual),
      dinp: context.view(dx!),
      ddelta: used(ddelta),
      dweight: used(dweight),
      rows: sizeOf(inputs.sum.shape) / width,
      width,
      dropout: dropoutArgs(attrs.dropout, context),
    };
    const { mean } = inputs;
    if (mean)
      layernormBackward(context.sink, { ...shared, mean: context.view(mean), dbias: used(dbias) });
    else rmsnormBackward(context.sink, shared);
  },
};

export interface NormOptions {
  readonly eps: number;
  /** Of delta, before the sum. */
  readonly dropout?: DropoutAttrs | undefined;
}

function norm(
  kind: 'layer' | 'rms',
  x: Tensor,
  delta: Tensor | undefined,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  { eps, dropout: drop }: NormOptions,
): { sum: Tensor; normed: Tensor } {
  const width = x.shape.at(-1)!;
  if (delta && !sameShape(delta.shape, x.shape)) {
    throw new ShapeError({
      op: `${kind}norm`,
      node: namesOf(x, delta),
      expected: `a residual like ${describeShape(x.shape)}`,
      got: describeShape(delta.shape),
      remedy: 'Project the branch back to the width of the residual stream before it is added.',
    });
  }
  for (const scale of [weight, bias]) {
    if (scale && sizeOf(scale.shape) !== width) {
      throw new ShapeError({
        op: `${kind}norm`,
        node: namesOf(x, scale),
        expected: `weight and bias [${width}]`,
        got: describeShape(scale.shape),
        remedy: 'A norm scales the last dimension: make weight and bias as wide as it.',
      });
    }
  }
  const { outputs } = apply(
    normOp,
    { x, delta, weight, bias },
    { kind, eps, dropout: drop },
    `${kind}norm`,
  );
  return { sum: delta ? outputs[1]! : x, normed: outputs[0]! };
}

/** LayerNorm over the last dimension, biased variance: (s − mean) / sqrt(var + eps) · w + b. */
export const layerNorm = (
  x: Tensor,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  options: NormOptions & { delta?: Tensor },
): { sum: Tensor; normed: Tensor } => norm('layer', x, options.delta, weight, bias, options);

/** RMSNorm over the last dimension: w · s / sqrt(mean(s²) + eps). */
export const rmsNorm = (
  x: Tensor,
  weight: Tensor | undefined,
  options: NormOptions & { delta?: Tensor },
): { sum: Tensor; normed: Tensor } => norm('rms', x, options.delta, weight, undefined, options);
