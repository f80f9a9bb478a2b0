// The greatest value over dimensions; values that tie for it share the gradient (as torch.amax).
import { reduce as launch } from '../../gpu/kernels/reduce';
import { applyOne, type Op, type Tensor } from '../tensor';
import { div, equal, mul } from './binary';
import { reduceAttrs, sum, type ReduceOptions } from './reduce';
import { reshape } from './layout/reshape';

const maxOp: Op<{ x: Tensor }, ReturnType<typeof reduceAttrs>> = {
  name: 'max',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs: { x }, attrs: { kind, axes }, outputs }, context) {
    const views = { inp: context.view(x), out: context.view(outputs[0]!) };
    launch(context.sink, { ...views, kind, shape: x.shape, axes });
  },
  gradient({ inputs: { x }, attrs: { axes }, outputs }, [dout]) {
    if (!dout) return {};
    const keepDims = x.shape.map((extent, d) => (axes.includes(d) ? 1 : extent));
    const isMax = equal(x, reshape(outputs[0]!, keepDims));
    const share = div(reshape(dout, keepDims), sum(isMax, { axes, keepDims: true }));
    return { x: mul(isMax, share) };
  },
};

export const max = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  applyOne(maxOp, { x }, reduceAttrs('max', x, options));
