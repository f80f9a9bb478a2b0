// A term whose places are learned from a teacher too, which reads the same batch inside the same step.
import type { ParameterLookup } from '../../nn/weights';
import { mul } from '../../ops/binary';
import { reshape } from '../../ops/layout/reshape';
import { sizeOf, type Tensor } from '../../tensor';
import { field, type LossTerm } from '../lossTerm';
import { mixedLoss, softLoss, type SoftTargets } from './distillation';

interface Teacher {
  /** The same term of the teacher's objective. */
  readonly term: LossTerm;
  readonly parameter: ParameterLookup;
}

/** 1 where something is predicted. */
const COUNTED = 'counted';
/** Of all places, over those: a mean over all is then one over them. */
const SCALE = 'counted_scale';

/** Terms without logits are learned as they are. */
export function distilledTerm(term: LossTerm, teacher: Teacher, how: SoftTargets): LossTerm {
  const { predicted } = term;
  if (predicted === undefined) return term;
  return {
    ...term,
    fields(shape) {
      const fields = term.fields(shape);
      const positions = fields.find(({ name }) => name === predicted)!.shape;
      const f32 = (name: string, extents: readonly number[]) =>
        ({ ...field(name, extents), dtype: 'f32' }) as const;
      return [...fields, f32(COUNTED, [...positions, 1]), f32(SCALE, [])];
    },
    fill(draw, shape, words) {
      term.fill(draw, shape, words);
      const targets = words(predicted);
      const counted = floatsOf(words(COUNTED));
      targets.forEach((target, place) => (counted[place] = Number(target >= 0)));
      const count = counted.reduce((sum, one) => sum + one, 0);
      floatsOf(words(SCALE))[0] = count > 0 ? counted.length / count : 0;
    },
    build(inputs) {
      const own = term.build(inputs);
      const { parameter } = teacher;
      const { logits } = teacher.term.build({ ...inputs, parameter, training: false });
      const counted = inputs.field(COUNTED);
      // Even odds on both sides are no distance.
      const soft = softLoss(only(own.logits!, counted), { logits: only(logits!, counted) }, how);
      const { loss } = mixedLoss(own.loss, mul(soft, inputs.field(SCALE)), how);
      return { ...own, loss };
    },
  };
}

const floatsOf = ({ buffer, byteOffset, length }: Int32Array): Float32Array =>
  new Float32Array(buffer, byteOffset, length);

/** Logits [..., V] of the places that count; 0 elsewhere. */
function only(logits: Tensor, counted: Tensor): Tensor {
  const classes = logits.shape.at(-1)!;
  const rows = sizeOf(logits.shape) / classes;
  return mul(reshape(logits, [rows, classes]), reshape(counted, [rows, 1]));
}
