// A teacher as students ask it: run inside their step, or asked once for every window that they will
// read, whichever is less work.
import { declareBuffer, wholeView } from '../../../gpu/recorder';
import { LogitsReader } from '../../../training/evaluate/logits';
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
import type {
  TeacherLogits,
  TeacherModel,
} from '../../../training/objectives/distillation/distillation';
import { keepGreatest } from '../../../training/objectives/distillation/distillTopK';
import { ParameterSet } from '../../../training/parameters';
import { lookUp } from '../../../training/run/state';
import type { TrainerSetup } from '../../../training/run/trainerSetup';
import type { Trained } from '../compress/variants';
import { DeviceStack } from '../deviceStack';
import type { DistillJob, DistillPlan } from './work';

export interface Teacher {
  readonly source: TeacherModel | TeacherLogits;
  readonly fixed: NonNullable<TrainerSetup['fixed']>;
}

/** Bytes of logits that are kept on the GPU. */
const MOST_BYTES = 256 * 2 ** 20;
const WINDOWS_AT_ONCE = 16;

/** Each window is read once for ready logits, every time inside the step. */
function isReady(
  { maxBindingBytes }: { readonly maxBindingBytes: number },
  { starts, seqLen, reads }: DistillPlan['reading'],
  vocab: number,
  { top_k, hidden, attention }: SettledDistill,
): boolean {
  if (hidden > 0 || attention > 0) return false;
  const bytes = starts.length * seqLen * (top_k || vocab) * 4;
  return bytes <= Math.min(MOST_BYTES, maxBindingBytes) && (top_k > 0 || starts.length < reads);
}

export async function makeTeacher(
  { context, progress, signal }: DistillJob,
  { model, weights }: Trained,
  { reading, config }: DistillPlan,
): Promise<Teacher> {
  const set = new ParameterSet(model.parameters);
  const data = set.pack(weights);
  const parameter = lookUp(set);
  if (!isReady(context.open.limits, reading, model.vocabSize, config)) {
    return { source: { kind: 'model', model, parameter }, fixed: [{ view: set.weights, data }] };
  }
  const { starts, seqLen } = reading;
  const topK = Math.min(config.top_k, model.vocabSize);
  const count = starts.length;
  const width = topK || model.vocabSize;
  const logits = new Float32Array(count * seqLen * width);
  const ids = topK > 0 ? new Uint32Array(logits.length) : null;
  const shape = { batch: Math.min(WINDOWS_AT_ONCE, count), seqLen };
  const stack = new DeviceStack();
  try {
    context.buffers.write(set.weights, data);
    const reader = await stack.add(LogitsReader.create(context, { model, parameter }, shape));
    for (let from = 0; from < count && !signal.aborted; from += shape.batch) {
      const all = await reader.read(idsOf(reading, from, shape.batch));
      const rows = Math.min(shape.batch, count - from) * seqLen;
      const vocab = model.vocabSize;
      if (ids) keepGreatest(all, { rows, vocab, k: topK }, { logits, ids }, from * seqLen);
      else logits.set(all.subarray(0, rows * width), from * seqLen * width);
      progress.tell(Math.min(1, (from + shape.batch) / count));
    }
  } finally {
    await stack.destroy();
    context.buffers.freeResident(set.weights.buffer);
  }
  return readyLogits(logits, ids, count, topK);
}

function idsOf({ tokens, starts, seqLen }: DistillPlan['reading'], from: number, batch: number) {
  const ids = new Uint32Array(batch * seqLen);
  starts
    .subarray(from, from + batch)
    .forEach((start, row) => ids.set(tokens.subarray(start, start + seqLen), row * seqLen));
  return ids;
}

function readyLogits(
  logits: Float32Array<ArrayBuffer>,
  ids: Uint32Array<ArrayBuffer> | null,
  windows: number,
  topK: number,
): Teacher {
  const hold = (name: string, data: Float32Array<ArrayBuffer>) => ({
    view: wholeView(declareBuffer(name, data.byteLength, 'data', true)),
    data,
  });
  const values = hold('teacher_logits', logits);
  // The same bytes: what is uploaded is not looked at.
  const columns = ids && hold('teacher_columns', new Float32Array(ids.buffer));
  const source: TeacherLogits = {
    kind: 'logits',
    logits: values.view,
    windows,
    topK,
    ...(columns && { ids: columns.view }),
  };
  return { source, fixed: columns ? [values, columns] : [values] };
}
