// Matrix products and linear layers: one node, `product`, whose gradients are products again.
// y = base + activation(op(a) · op(b) + bias); leading dimensions are a batch.
import { ShapeError } from '../../gpu/errors';
import {
  matmul as launch,
  type ActivationKind,
  type MatmulShape,
} from '../../gpu/kernels/matmul/matmul';
import { activationAgain } from './activationAgain';
import { activationBackward } from './activationBackward';
import { broadcastShape } from './layout/broadcast';
import { columnSum } from './columnSum';
import { expand } from './reduce';
import { reshape } from './layout/reshape';
import {
  apply,
  applyOne,
  describeShape,
  namesOf,
  nodeOf,
  sizeOf,
  type GradientFlow,
  type Op,
  type OpNode,
  type Shape,
  type Tensor,
} from '../tensor';

interface ProductInputs {
  readonly [key: string]: Tensor | undefined;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly bias?: Tensor | undefined;
  /** Added after the activation. */
  readonly base?: Tensor | undefined;
  /** Values before an activation: the result is multiplied by its derivative there. */
  readonly preactivation?: Tensor | undefined;
}

interface ProductAttrs {
  readonly shape: MatmulShape;
  readonly out: Shape;
  readonly activation: ActivationKind;
  /** The activation whose derivative multiplies the result (backward of a fused activation). */
  readonly gradActivation?: ActivationKind;
  readonly logits?: boolean;
}

type ProductNode = OpNode<ProductInputs, ProductAttrs>;

export const productOp: Op<ProductInputs, ProductAttrs> = {
  name: 'matmul',

  outputs(_inputs, { out, activation, logits }) {
    const y = { shape: out, kind: logits ? ('logits' as const) : ('activations' as const) };
    return activation === 'none' ? [y] : [y, { shape: out }];
  },

  lower({ inputs, attrs, outputs }, context) {
    const [y, pre] = outputs;
    const preactivation = pre && context.isUsed(pre) ? context.view(pre) : undefined;
    const { bias, base } = inputs;
    launch(context.sink, {
      a: context.view(inputs.a),
      b: context.view(inputs.b),
      out: context.view(y!),
      shape: attrs.shape,
      epilogue: {
        activation: attrs.activation,
        ...(bias && { bias: context.view(bias) }),
        ...(base && { residual: context.view(base) }),
        ...(preactivation && { preactivation }),
        ...(attrs.gradActivation &&
          inputs.preactivation && {
            gradActivation: {
              kind: attrs.gradActivation,
              preactivation: context.view(inputs.preactivation),
            },
          }),
      },
    });
  },

  gradient(node, [dy, dpre], flow) {
    const { inputs, attrs, outputs } = node;
    if (!dy || dpre || attrs.gradActivation) return {};
    const dout = outputs[1] ? activationGradient(dy, outputs[1], attrs.activation) : dy;
    return {
      a: flow.wants('a') ? gradientOfA(node, dout, flow) : undefined,
      b: flow.wants('b') ? gradientOfB(node, dout, flow) : undefined,
      bias: flow.wants('bias') ? columnSum(dout, inputs.bias!.shape) : undefined,
      base: dy,
    };
  },
};

/** dy · f'(preactivation), inside the product that made `dy` where one did. */
export const activationGradient = (
  dy: Tensor,
  preactivation: Tensor,
  kind: ActivationKind,
): Tensor =>
  fuseActivationGradient(dy, preactivation, kind) ?? activationBackward(dy, preactivation, kind);

function fuseActivationGradient(
  dy: Tensor,
  preactivation: Tensor,
  kind: ActivationKind,
): Tensor | undefined {
  const node = nodeOf(dy, productOp);
  if (!node || node.inputs.base || node.inputs.bias || node.attrs.activation !== 'none')
    return undefined;
  if (node.attrs.gradActivation) return undefined;
  return applyOne(
    productOp,
    { ...node.inputs, preactivation },
    { ...node.attrs, gradActivation: kind },
  );
}

function gradientOfA(
  { inputs: { a, b }, attrs: { shape } }: ProductNode,
  dout: Tensor,
  flow: GradientFlow,
): Tensor {
  const { m, n, k, transA, transB } = shape;
  const strideOut = m * n;
  const base = isBroadcast(a, shape.strideA, shape) ? undefined : flow.take('a');
  const product = transA
    ? multiply(b, dout, base, shape.batch, a, {
        m: k,
        n: m,
        k: n,
        transA: transB,
        transB: true,
        strideA: shape.strideB,
        strideB: strideOut,
      })
    : multiply(dout, b, base, shape.batch, a, {
        m,
        n: k,
        k: n,
        transA: false,
        transB: !transB,
        strideA: strideOut,
        strideB: shape.strideB,
      });
  return isBroadcast(a, shape.strideA, shape) ? columnSum(product, a.shape) : product;
}

/** A layer's input for its weight's gradient: an activation is made again rather than kept. */
function inputAgain(a: Tensor): Tensor {
  const node = nodeOf(a, productOp);
  const preactivation = node?.outputs[1];
  return preactivation && a === node.outputs[0] && !node.inputs.base
    ? activationAgain(preactivation, node.attrs.activation)
    : a;
}

function gradientOfB(
  { inputs, attrs: { shape } }: ProductNode,
  dout: Tensor,
  flow: GradientFlow,
): Tensor {
  const { b } = inputs;
  const a = inputAgain(inputs.a);
  const { m, n, k, transA, transB } = shape;
  const strideOut = m * n;
  const base = isBroadcast(b, shape.strideB, shape) ? undefined : flow.take('b');
  const product = transB
    ? multiply(dout, a, base, shape.batch, b, {
        m: n,
        n: k,
        k: m,
        transA: true,
        transB: transA,
        strideA: strideOut,
        strideB: shape.strideA,
      })
    : multiply(a, dout, base, shape.batch, b, {
        m: k,
        n,
        k: m,
        transA: !transA,
        transB: false,
        strideA: shape.strideA,
        strideB: strideOut,
      });
  return isBroadcast(b, shape.strideB, shape) ? columnSum(product, b.shape) : product;
}

type Plane = Omit<MatmulShape, 'batch' | 'strideOut'>;

/** A product shaped like `like`, or with one plane a batch index where `like` is broadcast. */
function multiply(
  a: Tensor,
  b: Tensor,
  base: Tensor | undefined,
  batch: number,
  like: Tensor,
  plane: Plane,
): Tensor {
  const strideOut = plane.m * plane.n;
  const out = batch * strideOut === sizeOf(like.shape) ? like.shape : [batch, plane.m, plane.n];
  return applyOne(
    productOp,
    { a, b, base },
    { shape: { ...plane, batch, strideOut }, out, activation: 'none' },
    `d_${like.name}`,
  );
}

/** One operand served a whole batch: its gradient is the sum over the batch. */
const isBroadcast = (operand: Tensor, stride: number, { batch }: MatmulShape): boolean =>
  stride === 0 && batch > 1 && sizeOf(operand.shape) > 0;

/**
 * op(a) · op(b), [..., m, k] · [..., k, n] → [..., m, n], as torch.matmul: leading dimensions
 * broadcast, and an operand [k] is a row on the left or a column on the right whose dimension is
 * dropped from the result. transA / transB swap the last two dimensions first, so they need two.
 * @throws ShapeError
 */
export function matmul(a: Tensor, b: Tensor, { transA = false, transB = false } = {}): Tensor {
  const [isRow, isColumn] = [a.shape.length === 1, b.shape.length === 1];
  const given = `${describeShape(a.shape)}${transA ? 'ᵀ' : ''} · ${describeShape(b.shape)}${transB ? 'ᵀ' : ''}`;
  const isScalar = a.shape.length === 0 || b.shape.length === 0;
  if (isScalar || (isRow && transA) || (isColumn && transB)) {
    const wanted = 'at least one dimension, and two where an operand is transposed';
    throw new ShapeError({
      op: 'matmul',
      node: namesOf(a, b),
      expected: wanted,
      got: given,
      remedy: 'Reshape a vector to a row [1, k] or a column [k, 1].',
    });
  }
  const left = isRow ? reshape(a, [1, ...a.shape]) : a;
  const right = isColumn ? reshape(b, [...b.shape, 1]) : b;
  const [aRows, aCols] = left.shape.slice(-2) as [number, number];
  const [bRows, bCols] = right.shape.slice(-2) as [number, number];
  const [m, k] = transA ? [aCols, aRows] : [aRows, aCols];
  const [kb, n] = transB ? [bCols, bRows] : [bRows, bCols];
  if (k !== kb)
    throw new ShapeError({
      op: 'matmul',
      node: namesOf(a, b),
      expected: 'inner dimensions to agree',
      got: given,
      remedy: 'Swap an operand, or transpose one with transA or transB.',
    });
  const out = broadcastProduct(left, right, { m, n, k, transA, transB });
  if (!isRow && !isColumn) return out;
  const dropped = [...(isRow ? [] : [m]), ...(isColumn ? [] : [n])];
  return reshape(out, [...out.shape.slice(0, -2), ...dropped]);
}

type Product = Pick<MatmulShape, 'm' | 'n' | 'k' | 'transA' | 'transB'>;

/** The kernel walks a batch by one stride an operand: what needs more is repeated first. */
function broadcastProduct(a: Tensor, b: Tensor, plane: Product): Tensor {
  const [leadA, leadB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const lead = broadcastShape('matmul', namesOf(a, b), leadA, leadB);
  const batch = sizeOf(lead);
  const isWhole = ({ shape }: Tensor): boolean => [1, batch].includes(sizeOf(shape.slice(0, -2)));
  const whole = (x: Tensor): Tensor =>
    isWhole(x) ? x : expand(x, [...lead, ...x.shape.slice(-2)]);
  const { m, n, k, transA } = plane;
  // One matrix on the right for a whole batch: the batch is only more rows.
  const folds = batch > 1 && sizeOf(leadB) === 1 && !transA;
  const shape: MatmulShape = folds
    ? { ...plane, m: m * batch, batch: 1, strideA: 0, strideB: 0, strideOut: 0 }
    : {
        ...plane,
        batch,
        strideA: sizeOf(leadA) === 1 ? 0 : m * k,
        strideB: sizeOf(leadB) === 1 ? 0 : k * n,
        strideOut: m * n,
      };
  const inputs = { a: whole(a), b: whole(b) };
  return applyOne(productOp, inputs, { shape, out: [...lead, m, n], activation: 'none' });
}

export interface LinearOptions {
  /** 'linear': weight [out, in] as torch.nn.Linear; 'conv1d': [in, out] as HF GPT-2's Conv1D. */
  readonly layout?: 'linear' | 'conv1d';
  readonly activation?: ActivationKind;
  /** The result is the model's logits: counted as such in the memory picture. */
  readonly logits?: boolean;
}

/** activation(x · W + bias): x [..., in] → [..., out]. */
export function linear(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  options: LinearOptions = {},
): Tensor {
  const { layout = 'linear', activation = 'none', logits = false } = options;
  const [first, second] = weight.shape as [number, number];
  const [n, k] = layout === 'linear' ? [first, second] : [second, first];
  const width = x.shape.at(-1);
  if (weight.shape.length !== 2 || width !== k) {
    throw new ShapeError({
      op: 'linear',
      node: namesOf(x, weight),
      expected: `input of width ${k} for weight ${describeShape(weight.shape)} (${layout})`,
      got: describeShape(x.shape),
      remedy:
        'Weights are [out, in] with layout `linear` and [in, out] with `conv1d`: choose the one that the file has.',
    });
  }
  if (bias && sizeOf(bias.shape) !== n)
    throw new ShapeError({
      op: 'linear',
      node: namesOf(x, weight, bias),
      expected: `bias of ${n}`,
      got: describeShape(bias.shape),
      remedy: 'A bias has one element an output; leave it out where the layer has none.',
    });
  const transposed = layout === 'linear';
  const stored = weight.node?.op.stored?.linear(weight.node, x, {
    transposed,
    bias,
    activation,
    logits,
  });
  if (stored) return stored;
  const m = sizeOf(x.shape) / k;
  const shape: MatmulShape = {
    m,
    n,
    k,
    transA: false,
    transB: transposed,
    batch: 1,
    strideA: 0,
    strideB: 0,
    strideOut: 0,
  };
  const out = [...x.shape.slice(0, -1), n];
  return apply(productOp, { a: x, b: weight, bias }, { shape, out, activation, logits }, 'linear')
    .outputs[0]!;
}
