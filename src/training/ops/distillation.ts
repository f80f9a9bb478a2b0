// Losses of a student's logits against a teacher's, both divided by a temperature (Hinton et al.
// 2015). No gradient flows into the teacher.
import { describeShape, sameShape, ShapeError, sizeOf, type Tensor } from '../tensor';
import { mul, sub } from './binary';
import { sum } from './reduce';
import { logSoftmax } from './softmax';
import { exp, scale } from './unary';

export interface DistillationOptions {
  readonly temperature: number;
  /** Times T², so that the gradient's size does not depend on the temperature. */
  readonly timesT2?: boolean;
}

interface Distributions {
  /** log p of the student at the temperature. */
  readonly student: Tensor;
  readonly teacher: Tensor;
  readonly factor: number;
}

function distributions(
  op: string,
  student: Tensor,
  teacher: Tensor,
  { temperature, timesT2 = true }: DistillationOptions,
): Distributions {
  if (!sameShape(student.shape, teacher.shape) || student.shape.length < 2) {
    throw new ShapeError(
      op,
      'logits [..., V] of one shape',
      `${describeShape(student.shape)} and ${describeShape(teacher.shape)}`,
    );
  }
  const cooled = (logits: Tensor): Tensor => logSoftmax(scale(logits, 1 / temperature));
  const factor = timesT2 ? temperature ** 2 : 1;
  return { student: cooled(student), teacher: cooled(teacher), factor };
}

/**
 * Σ p (log p − log q) over everything, divided by the first dimension only: torch's
 * kl_div(…, reduction='batchmean'). For logits [B, T, V] that is a sum over the places.
 */
export function klDivergence(
  student: Tensor,
  teacher: Tensor,
  options: DistillationOptions,
): Tensor {
  const { student: q, teacher: p, factor } = distributions('kl', student, teacher, options);
  const total = sum(mul(exp(p), sub(p, q)));
  return scale(total, factor / student.shape[0]!);
}

/** −Σ p log q, the mean over all rows: KL and the teacher's entropy together. */
export function softCrossEntropy(
  student: Tensor,
  teacher: Tensor,
  options: DistillationOptions,
): Tensor {
  const { student: q, teacher: p, factor } = distributions('soft_ce', student, teacher, options);
  const rows = sizeOf(student.shape) / student.shape.at(-1)!;
  return scale(sum(mul(exp(p), q)), -factor / rows);
}
