// A classifier learns from another one: hard labels beside soft targets over the classes. What the
// teacher says of an example is so little that it stands in the batch, asked once before. Examples
// without a label are learned from the teacher alone.
import { mixedLoss, softLoss, type SoftTargets } from './distillation';
import { exampleOrder, type EncodedExample, type ExampleData } from '../exampleData';
import { IGNORED, type Part } from '../part';

const TEACHER = 'teacher';

/** By example, the teacher's logits [classes]. */
export type TeacherScores = ReadonlyMap<EncodedExample, Float32Array>;

export const withoutLabel = (example: EncodedExample): EncodedExample => ({
  ...example,
  label: IGNORED,
});

/** `part` classifies `data`'s examples; so does what comes back, scores besides. */
export function distilledClasses(
  part: Part,
  { examples, seed }: { readonly examples: ExampleData; readonly seed: number },
  teacherScores: TeacherScores,
  how: SoftTargets,
): Part {
  const { labels } = examples;
  const exampleAt = exampleOrder(examples, seed);
  return {
    ...part,
    fields: (shape) => [
      ...part.fields(shape),
      { name: TEACHER, shape: [shape.batch, labels.length], dtype: 'f32' },
    ],
    fill(draw, shape, words) {
      part.fill(draw, shape, words);
      const { buffer, byteOffset, length } = words(TEACHER);
      const scores = new Float32Array(buffer, byteOffset, length);
      for (let row = 0; row < shape.batch; row++) {
        scores.set(teacherScores.get(exampleAt(draw, shape.batch, row))!, row * labels.length);
      }
    },
    build(inputs) {
      const { loss, score } = part.build(inputs);
      const soft = softLoss(score.logits!, { logits: inputs.field(TEACHER) }, how);
      return { loss: mixedLoss(loss, soft, how).loss, score };
    },
  };
}
