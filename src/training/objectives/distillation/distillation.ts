// A student learns from a teacher beside the text: alpha · hard labels + (1 − alpha) · soft targets
// (Hinton et al. 2015), and where wanted hidden states and attention. The teacher runs inside the
// captured step, or its logits were made before and lie on the GPU.
import type { BufferView } from '../../../gpu/dispatch';
import { gatherBatch } from '../../../gpu/kernels/layout/gatherBatch';
import type { LanguageModel, LanguageOutputs } from '../../models/interfaces';
import type { ParameterLookup } from '../../nn/weights';
import { add } from '../../ops/binary';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { klDivergence, softCrossEntropy } from '../../ops/losses/distillation';
import { gather } from '../../ops/layout/gather';
import { reshape } from '../../ops/layout/reshape';
import { slice } from '../../ops/layout/slice';
import { scale } from '../../ops/unary';
import {
  windows,
  windowStarts,
  type BatchField,
  type ObjectiveInputs,
  type Minimized,
  type Objective,
} from '../../run/objective';
import { leaf, sizeOf, type Tensor } from '../../tensor';
import { attentionDistance, hiddenDistance } from './distillMatching';

export interface TeacherModel {
  readonly kind: 'model';
  readonly model: LanguageModel;
  readonly parameter: ParameterLookup;
}

/** Logits for so many windows of the text, [windows, T, V] or, cut, [windows, T, topK]. */
export interface TeacherLogits {
  readonly kind: 'logits';
  readonly logits: BufferView;
  /** u32, the columns of the cut logits. */
  readonly ids?: BufferView;
  readonly windows: number;
  /** 0: all columns are there. */
  readonly topK: number;
}

export interface SoftTargets {
  readonly temperature: number;
  /** Share of the hard labels. */
  readonly alpha: number;
  /** T² · KL, or plainly −mean Σ softmax(t/T) · log softmax(s/T). */
  readonly form: 'kl' | 'plain';
  /** Weights of what is matched beside the logits; 0 where left out. */
  readonly hidden?: number;
  readonly attention?: number;
}

/** What a batch holds: where its windows start and, for ready logits, which windows they are. */
const distillFields = ({ kind }: TeacherModel | TeacherLogits, batch: number): BatchField[] =>
  kind === 'model'
    ? [windowStarts(batch)]
    : [windowStarts(batch), windowStarts(batch, 'windows'), windowStarts(batch, 'columns')];

export const distilled = (
  model: LanguageModel,
  teacher: TeacherModel | TeacherLogits,
  how: SoftTargets,
  batch: number,
): Minimized => ({
  objective: distillation(model, teacher, how),
  fields: distillFields(teacher, batch),
});

export const distillation =
  (model: LanguageModel, teacher: TeacherModel | TeacherLogits, how: SoftTargets): Objective =>
  (inputs) => {
    const { ids, targets } = windows(inputs);
    const { parameter, training, recompute } = inputs;
    const student = model.forward(parameter, { ids, training, recompute });
    const guided = teacherOutputs(teacher, ids, model.vocabSize, inputs);
    const soft = softLoss(student.logits, guided, how);
    const { terms, ...mixed } = mixedLoss(crossEntropy(student.logits, targets).loss, soft, how);
    let { loss } = mixed;
    if (how.hidden && guided.outputs) {
      terms.hidden = hiddenDistance(student, guided.outputs, parameter);
      loss = add(loss, scale(terms.hidden, how.hidden));
    }
    if (how.attention && guided.outputs) {
      terms.attention = attentionDistance(student, guided.outputs);
      loss = add(loss, scale(terms.attention, how.attention));
    }
    return { loss, terms };
  };

/** alpha · hard + (1 − alpha) · soft; a hard loss comes with the number of rows behind it. */
export function mixedLoss(hard: Tensor, soft: Tensor, { alpha, form }: SoftTargets) {
  const ce = reshape(slice(hard, 0, 0, 1), []);
  const terms: Record<string, Tensor> = { ce, [form === 'kl' ? 'kl' : 'soft']: soft };
  return { loss: add(scale(ce, alpha), scale(soft, 1 - alpha)), terms };
}

interface Distilled {
  readonly logits: Tensor;
  readonly ids?: Tensor;
  /** Of a teacher that ran in the step. */
  readonly outputs?: LanguageOutputs;
}

function teacherOutputs(
  teacher: TeacherModel | TeacherLogits,
  ids: Tensor,
  vocab: number,
  { recorder, field, shape }: ObjectiveInputs,
): Distilled {
  if (teacher.kind === 'model') {
    const outputs = teacher.model.forward(teacher.parameter, { ids, training: false });
    return { logits: outputs.logits, outputs };
  }
  const { batch, seqLen } = shape;
  const { windows: count, topK } = teacher;
  const width = topK || vocab;
  const table = leaf('teacher_logits', [count, seqLen * width], 'f32', teacher.logits);
  const logits = reshape(gather(table, field('windows')), [batch, seqLen, width]);
  if (!teacher.ids) return { logits };
  // Whole numbers are copied as such: as floats, small ones would be flushed to 0.
  const bytes = batch * seqLen * width * 4;
  const columns = recorder.temporary('teacher_columns', bytes, 'data');
  gatherBatch(recorder, {
    tokens: teacher.ids,
    offsets: field('columns').leaf!,
    ids: columns,
    targets: recorder.temporary('teacher_columns_next', bytes, 'data'),
    batch,
    seqLen: seqLen * width,
    tokenCount: teacher.ids.sizeBytes / 4,
  });
  return { logits, ids: leaf('teacher_columns', [batch, seqLen, width], 'u32', columns) };
}

const rowsOf = (x: Tensor): Tensor => {
  const width = x.shape.at(-1)!;
  return reshape(x, [sizeOf(x.shape) / width, width]);
};

/** Of the student's logits [..., V] against the teacher's, a mean over all rows. */
export function softLoss(
  student: Tensor,
  { logits, ids }: Distilled,
  { form, temperature }: SoftTargets,
): Tensor {
  const columns = ids && leaf(ids.name, rowShape(ids), 'u32', ids.leaf!);
  return form === 'kl'
    ? klDivergence(rowsOf(student), rowsOf(logits), { temperature, ids: columns })
    : softCrossEntropy(rowsOf(student), rowsOf(logits), {
        temperature,
        ids: columns,
        timesT2: false,
      });
}

const rowShape = ({ shape }: Tensor): number[] => [sizeOf(shape) / shape.at(-1)!, shape.at(-1)!];
