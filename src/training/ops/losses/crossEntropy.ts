// Softmax cross-entropy on rows, as torch.nn.functional.cross_entropy: ignore_index, label
// smoothing, mean over the rows that count or sum. Softmax is never stored.
import { ShapeError } from '../../../gpu/errors';
import { add, mul } from '../binary';
import { isOnes } from '../layout/constant';
import { reshape } from '../layout/reshape';
import {
  crossEntropyBackward,
  crossEntropyForward,
  lossMean,
} from '../../../gpu/kernels/crossEntropy';
import {
  apply,
  applyOne,
  describeShape,
  namesOf,
  sizeOf,
  type Op,
  type Tensor,
} from '../../tensor';

interface CrossEntropyInputs {
  readonly [key: string]: Tensor | undefined;
  /** [..., V] */
  readonly logits: Tensor;
  /** i32 [...] */
  readonly targets: Tensor;
}

export interface CrossEntropyAttrs {
  readonly ignoreIndex: number;
  readonly smoothing: number;
  readonly reduction: 'mean' | 'sum';
}

/** Outputs: [loss, rows that count], loss of each row, log-sum-exp of each row. */
const crossEntropyOp: Op<CrossEntropyInputs, CrossEntropyAttrs> = {
  name: 'cross_entropy',
  outputs: ({ targets }) => [{ shape: [2] }, { shape: targets.shape }, { shape: targets.shape }],
  lower({ inputs, attrs, outputs }, context) {
    const [loss, losses, lse] = outputs;
    const rows = sizeOf(inputs.targets.shape);
    const targets = context.view(inputs.targets);
    crossEntropyForward(context.sink, {
      logits: context.view(inputs.logits),
      targets,
      losses: context.view(losses!),
      lse: context.view(lse!),
      rows,
      vocab: inputs.logits.shape.at(-1)!,
      ...attrs,
    });
    lossMean(context.sink, {
      losses: context.view(losses!),
      targets,
      out: context.view(loss!),
      rows,
      ...attrs,
    });
  },
  gradient({ inputs, attrs, outputs }, [dloss, dlosses, dlse]) {
    const [loss, , lse] = outputs;
    if (dlse)
      throw new ShapeError({
        op: 'cross_entropy',
        node: namesOf(inputs.logits, inputs.targets),
        expected: 'a gradient of the loss or of the losses of rows',
        got: 'one of log-sum-exp',
        remedy: 'Differentiate `loss` or `losses`; `lse` is only for reading.',
      });
    const backward = (given: Tensor | undefined, reduction: 'mean' | 'sum'): Tensor =>
      applyOne(
        backwardOp,
        { ...inputs, lse: lse!, loss: loss!, dloss: given },
        { ...attrs, reduction },
        `d_${inputs.logits.name}`,
      );
    const ofLoss = dloss && backward(isOnes(dloss) ? undefined : dloss, attrs.reduction);
    // Each row's own gradient, then as much of it as is asked for.
    const ofRows =
      dlosses && mul(backward(undefined, 'sum'), reshape(dlosses, [...dlosses.shape, 1]));
    return { logits: ofLoss && ofRows ? add(ofLoss, ofRows) : (ofLoss ?? ofRows) };
  },
};

interface BackwardInputs extends CrossEntropyInputs {
  readonly lse: Tensor;
  readonly loss: Tensor;
  /** Left out where it is one. */
  readonly dloss?: Tensor | undefined;
}

const backwardOp: Op<BackwardInputs, CrossEntropyAttrs> = {
  name: 'cross_entropy_backward',
  outputs: ({ logits }) => [{ shape: logits.shape, kind: 'logits' }],
  lower({ inputs, attrs, outputs }, context) {
    crossEntropyBackward(context.sink, {
      logits: context.view(inputs.logits),
      targets: context.view(inputs.targets),
      lse: context.view(inputs.lse),
      loss: context.view(inputs.loss),
      dloss: context.viewOf(inputs.dloss),
      dlogits: context.view(outputs[0]!),
      rows: sizeOf(inputs.targets.shape),
      vocab: inputs.logits.shape.at(-1)!,
      ...attrs,
    });
  },
};

export interface CrossEntropyResult {
  /** [2]: the loss in nats, and how many rows counted. */
  readonly loss: Tensor;
  /** Loss of each row, 0 where it is ignored. */
  readonly losses: Tensor;
  /** log(sum(exp(logits))) of each row. */
  readonly lse: Tensor;
}

export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  { ignoreIndex = -100, smoothing = 0, reduction = 'mean' as 'mean' | 'sum' } = {},
): CrossEntropyResult {
  if (sizeOf(logits.shape) !== sizeOf(targets.shape) * logits.shape.at(-1)!) {
    throw new ShapeError({
      op: 'cross_entropy',
      node: namesOf(logits, targets),
      expected: `targets ${describeShape(logits.shape.slice(0, -1))} for logits ${describeShape(logits.shape)}`,
      got: describeShape(targets.shape),
      remedy:
        'Give one target a row of logits; the last dimension of the logits is the vocabulary.',
    });
  }
  const [loss, losses, lse] = apply(
    crossEntropyOp,
    { logits, targets },
    { ignoreIndex, smoothing, reduction },
    'loss',
  ).outputs;
  return { loss: loss!, losses: losses!, lse: lse! };
}
