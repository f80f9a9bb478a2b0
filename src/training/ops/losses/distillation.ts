// Losses of a student's logits against a teacher's, both divided by a temperature (Hinton et al.
// 2015). No gradient flows into the teacher. A teacher's greatest logits alone stand for all of them
// where the vocabulary is large: the probabilities are then those among the columns that are known.
import { ShapeError } from '../../../gpu/errors';
import { distillationBackward, distillationForward } from '../../../gpu/kernels/distillation';
import {
  apply,
  applyOne,
  describeShape,
  namesOf,
  sameShape,
  sizeOf,
  type Lowering,
  type Op,
  type Tensor,
} from '../../tensor';
import { sum } from '../reduce';
import { scale } from '../unary';

export interface DistillationOptions {
  readonly temperature: number;
  /** Times T², so that the gradient's size does not depend on the temperature. */
  readonly timesT2?: boolean;
  /** u32 [..., k]: the teacher's logits [..., k] are those of these columns. */
  readonly ids?: Tensor | undefined;
}

interface DistillInputs {
  readonly [key: string]: Tensor | undefined;
  /** [..., V] */
  readonly student: Tensor;
  /** [..., V], or [..., k] beside `ids`. */
  readonly teacher: Tensor;
  readonly ids?: Tensor | undefined;
}

interface DistillAttrs {
  readonly kind: 'kl' | 'cross_entropy';
  readonly temperature: number;
}

/** Outputs: loss of each row, log-sum-exp of both [rows, 2]. */
const distillationOp: Op<DistillInputs, DistillAttrs> = {
  name: 'distillation',
  outputs({ student }) {
    const rows = sizeOf(student.shape.slice(0, -1));
    return [{ shape: [rows] }, { shape: [rows, 2] }];
  },
  lower({ inputs, attrs, outputs }, context) {
    const [losses, lse] = outputs;
    distillationForward(context.sink, {
      ...shared(inputs, attrs, context),
      kind: attrs.kind,
      lse: context.view(lse!),
      losses: context.view(losses!),
    });
  },
  gradient({ inputs, attrs, outputs }, [dlosses]) {
    if (!dlosses) return {};
    const backward = { ...inputs, lse: outputs[1]!, dlosses };
    return { student: applyOne(backwardOp, backward, attrs, `d_${inputs.student.name}`) };
  },
};

interface BackwardInputs extends DistillInputs {
  readonly lse: Tensor;
  readonly dlosses: Tensor;
}

const backwardOp: Op<BackwardInputs, DistillAttrs> = {
  name: 'distillation_backward',
  outputs: ({ student }) => [{ shape: student.shape, kind: 'logits' }],
  lower({ inputs, attrs, outputs }, context) {
    distillationBackward(context.sink, {
      ...shared(inputs, attrs, context),
      lse: context.view(inputs.lse),
      dlosses: context.view(inputs.dlosses),
      dstudent: context.view(outputs[0]!),
    });
  },
};

function shared(
  { student, teacher, ids }: DistillInputs,
  { temperature }: DistillAttrs,
  context: Lowering,
) {
  const vocab = student.shape.at(-1)!;
  return {
    student: context.view(student),
    teacher: context.view(teacher),
    ids: context.viewOf(ids),
    rows: sizeOf(student.shape) / vocab,
    vocab,
    topK: ids ? ids.shape.at(-1)! : 0,
    temperature,
  };
}

function rowLosses(
  kind: DistillAttrs['kind'],
  student: Tensor,
  teacher: Tensor,
  { temperature, ids }: DistillationOptions,
): Tensor {
  const known = ids ? [...student.shape.slice(0, -1), ids.shape.at(-1)!] : student.shape;
  const isWhole = sameShape(teacher.shape, known) && (!ids || sameShape(ids.shape, known));
  if (!isWhole || student.shape.length < 2) {
    throw new ShapeError({
      op: 'distillation',
      node: namesOf(student, teacher, ids),
      expected: `logits of a teacher for ${describeShape(student.shape)}`,
      got: [teacher, ids].map((one) => (one ? describeShape(one.shape) : 'no columns')).join(', '),
      remedy: 'Teacher and student need one vocabulary and the same windows.',
    });
  }
  return apply(distillationOp, { student, teacher, ids }, { kind, temperature }).outputs[0]!;
}

const factorOf = ({ temperature, timesT2 = true }: DistillationOptions): number =>
  timesT2 ? temperature ** 2 : 1;

/**
 * Σ p (log p − log q) over everything, divided by the first dimension only: torch's
 * kl_div(…, reduction='batchmean'). For logits [B, T, V] that is a sum over the positions.
 */
export const klDivergence = (
  student: Tensor,
  teacher: Tensor,
  options: DistillationOptions,
): Tensor =>
  scale(sum(rowLosses('kl', student, teacher, options)), factorOf(options) / student.shape[0]!);

/** −Σ p log q, the mean over all rows: KL and the teacher's entropy together. */
export function softCrossEntropy(
  student: Tensor,
  teacher: Tensor,
  options: DistillationOptions,
): Tensor {
  const losses = rowLosses('cross_entropy', student, teacher, options);
  return scale(sum(losses), factorOf(options) / losses.shape[0]!);
}
