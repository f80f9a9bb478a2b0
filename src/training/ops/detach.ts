// The same values as a constant: no gradient flows back through it (torch.Tensor.detach).
import { applyOne, type Op, type Tensor } from '../tensor';

const detachOp: Op<{ x: Tensor }> = {
  name: 'detach',
  outputs: ({ x: { shape, dtype, kind } }) => [{ shape, dtype, kind }],
  lower(node, context) {
    context.alias(node.outputs[0]!, context.view(node.inputs.x));
  },
  inPlace: (node) => node.inputs.x,
  gradient: () => ({}),
};

export const detach = (x: Tensor): Tensor => applyOne(detachOp, { x }, undefined, x.name);
