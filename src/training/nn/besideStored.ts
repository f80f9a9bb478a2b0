// A low-rank product beside a weight that is stored in another form: layers run the stored weight and
// the two factors on their input; the sum is made only where an op asks for it that knows no better.
import { activation } from '../ops/activation';
import { add, mul } from '../ops/binary';
import { linear } from '../ops/matmul';
import { reshape } from '../ops/layout/reshape';
import { scale } from '../ops/unary';
import { applyOne, sizeOf, type Op, type Tensor } from '../tensor';

interface Beside {
  readonly [key: string]: Tensor | undefined;
  /** What the others amount to. */
  readonly whole: Tensor;
  readonly stored: Tensor;
  /** [r, in] */
  readonly a: Tensor;
  /** [out, r] */
  readonly b: Tensor;
  /** Of each output, on the sum of both. */
  readonly factor?: Tensor | undefined;
}

interface BesideAttrs {
  readonly scale: number;
  /** The weight is [out, in]. */
  readonly transposed: boolean;
}

const besideOp: Op<Beside, BesideAttrs> = {
  name: 'beside_stored',
  outputs: ({ whole: { shape } }) => [{ shape, kind: 'workspace' }],
  lower(node, context) {
    context.alias(node.outputs[0]!, context.view(node.inputs.whole));
  },
  inPlace: ({ inputs }) => inputs.whole,
  gradient: (_node, [dout]) => ({ whole: dout }),
  stored: {
    linear({ inputs: { stored, a, b, factor }, attrs }, x, { transposed, bias, ...rest }) {
      if (transposed !== attrs.transposed) return undefined;
      const layout = transposed ? 'linear' : 'conv1d';
      // A factor scales the products, not the bias behind them.
      const own = linear(x, stored, factor ? undefined : bias, { layout });
      const total = add(own, scale(linear(linear(x, a), b), attrs.scale));
      const scaled = factor ? mul(total, reshape(factor, [sizeOf(factor.shape)])) : total;
      return activation(factor && bias ? add(scaled, bias) : scaled, rest.activation);
    },
    rows: () => undefined,
  },
};

export const besideStored = (inputs: Beside, attrs: BesideAttrs): Tensor =>
  applyOne(besideOp, inputs, attrs, inputs.whole.name);
