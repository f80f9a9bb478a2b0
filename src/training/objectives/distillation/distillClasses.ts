// A classifier learns from another one: hard labels beside soft targets over the classes. What the
// teacher says of an example is so little that it stands in the batch, asked once before. Examples
// without a label are learned from the teacher alone.
import { mixedLoss, softLoss, type SoftTargets } from './distillation';
import { exampleOrder, type EncodedExample, type ExampleData } from '../exampleData';
import { IGNORED, type LossTerm } from '../lossTerm';

const TEACHER = 'teacher';

/** By example, the teacher's logits [classes]. */
export type TeacherScores = ReadonlyMap<EncodedExample, Float32Array>;

export const withoutLabel = (example: EncodedExample): EncodedExample => ({
  ...example,
  label: IGNORED,
});

/** `term` classifies `data`'s examples; so does what comes back, scores besides. */
export function distilledClasses(
  term: LossTerm,
  { examples, seed }: { readonly examples: ExampleData; readonly seed: number },
  teacherScores: TeacherScores,
  how: SoftTargets,
): LossTerm {
  const { labels } = examples;
  const exampleAt = exampleOrder(examples, seed);
  return {
    ...term,
    fields: (shape) => [
      ...term.fields(shape),
      { name: TEACHER, shape: [shape.batch, labels.length], dtype: 'f32' },
    ],
    fill(draw, shape, words) {
      term.fill(draw, shape, words);
      const { buffer, byteOffset, length } = words(TEACHER);
      const scores = new Float32Array(buffer, byteOffset, length);
      for (let row = 0; row < shape.batch; row++) {
        scores.set(teacherScores.get(exampleAt(draw, shape.batch, row))!, row * labels.length);
      }
    },
    build(inputs) {
      const { loss, score } = term.build(inputs);
      const soft = softLoss(score.logits!, { logits: inputs.field(TEACHER) }, how);
      return { loss: mixedLoss(loss, soft, how).loss, score };
    },
  };
}
