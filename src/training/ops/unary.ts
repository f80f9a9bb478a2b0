// Functions of one number, elementwise. Each keeps the shape of x.
import { unaryBackward, unaryForward, type UnaryKind } from '../../gpu/kernels/elementwise';
import { applyOne, sizeOf, type Op, type Tensor } from '../tensor';

interface UnaryAttrs {
  readonly kind: UnaryKind;
  /** `affine` is x · factor + shift. */
  readonly factor?: number;
  readonly shift?: number;
}

const unaryOp: Op<{ x: Tensor }, UnaryAttrs> = {
  name: 'unary',
  outputs: ({ x }) => [{ shape: x.shape, kind: x.kind === 'logits' ? 'logits' : 'activations' }],
  lower({ inputs, attrs, outputs }, context) {
    unaryForward(context.sink, {
      ...attrs,
      inp: context.view(inputs.x),
      out: context.view(outputs[0]!),
      size: sizeOf(inputs.x.shape),
    });
  },
  gradient({ inputs: { x }, attrs }, [dout]) {
    if (!dout) return {};
    // The slope of `affine` is the same everywhere: no need to keep x.
    if (attrs.kind === 'affine') return { x: scale(dout, attrs.factor ?? 1) };
    return { x: applyOne(unaryBackwardOp, { dout, x }, attrs, `d_${x.name}`) };
  },
};

const unaryBackwardOp: Op<{ dout: Tensor; x: Tensor }, UnaryAttrs> = {
  name: 'unary_backward',
  outputs: ({ x }) => [{ shape: x.shape }],
  lower({ inputs, attrs, outputs }, context) {
    unaryBackward(context.sink, {
      ...attrs,
      dout: context.view(inputs.dout),
      inp: context.view(inputs.x),
      dinp: context.view(outputs[0]!),
      size: sizeOf(inputs.x.shape),
    });
  },
};

const unary = (x: Tensor, attrs: UnaryAttrs): Tensor => applyOne(unaryOp, { x }, attrs, attrs.kind);

/** x · factor + shift. */
export const scale = (x: Tensor, factor: number, shift = 0): Tensor =>
  factor === 1 && shift === 0 ? x : unary(x, { kind: 'affine', factor, shift });
export const neg = (x: Tensor): Tensor => scale(x, -1);
export const exp = (x: Tensor): Tensor => unary(x, { kind: 'exp' });
export const log = (x: Tensor): Tensor => unary(x, { kind: 'log' });
export const sqrt = (x: Tensor): Tensor => unary(x, { kind: 'sqrt' });
export const square = (x: Tensor): Tensor => unary(x, { kind: 'square' });
export const reciprocal = (x: Tensor): Tensor => unary(x, { kind: 'reciprocal' });
/** |x|; its gradient at 0 is 0. */
export const abs = (x: Tensor): Tensor => unary(x, { kind: 'abs' });
