// Gated linear units: f(gate) · up. SwiGLU with silu, GEGLU with a gelu (Shazeer 2020).
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import { swigluBackward, swigluForward } from '../../gpu/kernels/swiglu';
import { apply, applyOne, namesOf, sizeOf, type Op, type Tensor } from '../tensor';
import { broadcastShape } from './layout/broadcast';
import { expand } from './reduce';

const swigluOp: Op<{ gate: Tensor; up: Tensor }, ActivationKind> = {
  name: 'swiglu',
  outputs: ({ gate }) => [{ shape: gate.shape }],
  lower({ inputs: { gate, up }, attrs: kind, outputs }, context) {
    swigluForward(context.sink, {
      kind,
      gate: context.view(gate),
      up: context.view(up),
      out: context.view(outputs[0]!),
      size: sizeOf(gate.shape),
    });
  },
  gradient({ inputs: { gate, up }, attrs: kind }, [dout]) {
    if (!dout) return {};
    const [dgate, dup] = apply(swigluBackwardOp, { dout, gate, up }, kind, 'd_gate').outputs;
    return { gate: dgate, up: dup };
  },
};

const swigluBackwardOp: Op<{ dout: Tensor; gate: Tensor; up: Tensor }, ActivationKind> = {
  name: 'swiglu_backward',
  outputs: ({ gate, up }) => [{ shape: gate.shape }, { shape: up.shape }],
  lower({ inputs: { dout, gate, up }, attrs: kind, outputs }, context) {
    const [dgate, dup] = outputs;
    swigluBackward(context.sink, {
      kind,
      dout: context.view(dout),
      gate: context.view(gate),
      up: context.view(up),
      dgate: context.view(dgate!),
      dup: context.view(dup!),
      size: sizeOf(gate.shape),
    });
  },
};

/** f(gate) · up, which broadcast; f is silu where left out. @throws ShapeError */
export function swiglu(gate: Tensor, up: Tensor, kind: ActivationKind = 'silu'): Tensor {
  const shape = broadcastShape('swiglu', namesOf(gate, up), gate.shape, up.shape);
  return applyOne(swigluOp, { gate: expand(gate, shape), up: expand(up, shape) }, kind);
}
