// Functions of two tensors, elementwise, with broadcasting.
import { binary as launch, type BinaryKind } from '../../gpu/kernels/elementwise';
import { broadcastStrides, isWalkable } from '../../gpu/kernels/strides';
import { applyOne, namesOf, type Op, type Tensor } from '../tensor';
import { broadcastShape } from './layout/broadcast';
import { expand, sumTo } from './reduce';
import { neg } from './unary';

interface BinaryInputs {
  readonly [key: string]: Tensor | undefined;
  readonly a: Tensor;
  readonly b: Tensor;
}

const binaryOp: Op<BinaryInputs, BinaryKind> = {
  name: 'binary',
  outputs: ({ a, b }, kind) => [{ shape: broadcastShape(kind, namesOf(a, b), a.shape, b.shape) }],
  lower({ inputs: { a, b }, attrs: kind, outputs }, context) {
    const out = outputs[0]!;
    launch(context.sink, {
      kind,
      a: context.view(a),
      b: context.view(b),
      out: context.view(out),
      shapeA: a.shape,
      shapeB: b.shape,
      shapeOut: out.shape,
    });
  },
  gradient({ inputs: { a, b }, attrs: kind, outputs }, [dout], flow) {
    if (!dout || kind === 'greater' || kind === 'equal') return {};
    const both = gradientsOf(kind, a, b, outputs[0]!, dout);
    return {
      a: flow.wants('a') ? sumTo(both.a(), a.shape) : undefined,
      b: flow.wants('b') ? sumTo(both.b(), b.shape) : undefined,
    };
  },
};

type Rule = Readonly<Record<'a' | 'b', () => Tensor>>;

/** In the shape of the result; summed over what was broadcast by the caller. */
function gradientsOf(
  kind: Exclude<BinaryKind, 'greater' | 'equal'>,
  a: Tensor,
  b: Tensor,
  out: Tensor,
  dout: Tensor,
): Rule {
  switch (kind) {
    case 'add':
      return { a: () => dout, b: () => dout };
    case 'sub':
      return { a: () => dout, b: () => neg(dout) };
    case 'mul':
      return { a: () => mul(dout, b), b: () => mul(dout, a) };
    case 'div':
      return { a: () => div(dout, b), b: () => neg(div(mul(dout, out), b)) };
    case 'max':
      return { a: () => mul(dout, greater(a, b)), b: () => mul(dout, greater(b, a)) };
    case 'min':
      return { a: () => mul(dout, greater(b, a)), b: () => mul(dout, greater(a, b)) };
  }
}

/** Operands that broadcast along too many separate dimensions for one kernel are repeated first. */
function binary(kind: BinaryKind, a: Tensor, b: Tensor): Tensor {
  const out = broadcastShape(kind, namesOf(a, b), a.shape, b.shape);
  const strides = [a, b].map(({ shape }) => broadcastStrides(shape, out));
  const [left, right] = isWalkable(out, strides) ? [a, b] : [expand(a, out), expand(b, out)];
  return applyOne(binaryOp, { a: left, b: right }, kind, kind);
}

export const add = (a: Tensor, b: Tensor): Tensor => binary('add', a, b);
export const sub = (a: Tensor, b: Tensor): Tensor => binary('sub', a, b);
export const mul = (a: Tensor, b: Tensor): Tensor => binary('mul', a, b);
export const div = (a: Tensor, b: Tensor): Tensor => binary('div', a, b);
/** The greater of both; where they are equal, each gets half the gradient (as torch.maximum). */
export const maximum = (a: Tensor, b: Tensor): Tensor => binary('max', a, b);
export const minimum = (a: Tensor, b: Tensor): Tensor => binary('min', a, b);
/** 1 where a > b, ½ where a = b, else 0; without gradient. */
export const greater = (a: Tensor, b: Tensor): Tensor => binary('greater', a, b);
/** 1 where a = b, else 0; without gradient. */
export const equal = (a: Tensor, b: Tensor): Tensor => binary('equal', a, b);
