// A distillation and its honest control: for each seed the same student with the same start, data and
// steps, once alone and once distilled; then the distilled one in INT8; then all of them timed in turn.
import { GpuError } from '../../../gpu/errors';
import { toErrorData } from '../../lab/labError';
import type { DistillId, DistillRequest } from '../../protocol/distill';
import type { ModelConfig } from '../../../training/run/config';
import type { ObjectiveComparable } from '../compare/contest/comparable';
import { adapterName, describeModel } from '../describe';
import { pieces, type PhaseWeights } from '../progress';
import type { Study } from '../study';
import { classDistillation } from './classes';
import { classSourceOf } from './classSource';
import { languageDistillation } from './language';
import { objectiveDistillation } from './objective';
import { isClassTask, prepareDistill, refuseEarly } from './plan';
import { addSeed, changeRow } from './rows';
import { teacherOf } from './source';
import type { DistillJob, DistillWork } from './work';

/** A student's training being 1. */
const weightsOf = ({ teacher, distill }: DistillRequest): PhaseWeights<'distill'> => ({
  // One that exists is opened, not trained.
  teacher: teacher ? [] : [4],
  writing: distill.source === 'generated' ? [0.5] : [],
  asking: [0.3],
  students: pieces(2 * distill.seeds.length, 1),
  speed: [0.7],
});

export const distill: Study<'distill'> = async (job) => {
  const { request, progress } = job;
  refuseEarly(request);
  progress.begin(weightsOf(request), { method: null, rows: [], curves: [] });
  progress.enter('teacher');
  if (isClassTask(request)) {
    await through(job, classDistillation(job, await classSourceOf(job)));
  } else {
    const found = await teacherOf(job);
    if (found.kind === 'objective') {
      const { max_length } = request.teacherRun.training;
      await through(job, objectiveDistillation(job, shortened(found.source, max_length)));
    } else {
      const plan = await prepareDistill(job, found.source);
      await through(job, languageDistillation(job, found.source, plan));
    }
  }
};

/** An imported encoder may take far more than its students need to read. */
function shortened(source: ObjectiveComparable, length?: number): ObjectiveComparable {
  const { config } = source;
  const { max_length = length, ...training } = config.training;
  return { ...source, config: { ...config, training: { ...training, max_length } } };
}

async function through<
  Learned extends { readonly config: ModelConfig },
  Opened extends { destroy(): Promise<void> | void },
>(
  { context, request, progress, signal }: DistillJob,
  work: DistillWork<Learned, Opened>,
): Promise<void> {
  /** The first seed's stay for the timing. */
  const opened = new Map<DistillId, Opened>();
  let reference: readonly Float32Array[] | null = null;

  const evaluate = async (id: DistillId, seed: number, learned: Learned): Promise<Opened> => {
    const one = await work.open(learned, id === 'distilled_int8');
    const isFirst = !opened.has(id);
    if (isFirst) opened.set(id, one);
    try {
      const logits = await work.logits(one);
      reference ??= logits;
      if (signal.aborted) return one;
      const quality = work.quality(logits, reference);
      const facts = isFirst ? await work.describe(one) : {};
      addSeed(progress, { seed, quality }, { id, ...facts });
      if (isFirst && (id === 'alone' || id === 'distilled')) work.keep(id, learned, quality);
      return one;
    } finally {
      if (!isFirst) await one.destroy();
    }
  };

  /** The other rows stand without it. */
  const evaluateInt8 = async (seed: number, learned: Learned): Promise<void> => {
    const id = 'distilled_int8';
    progress.enter('int8', { id, seed });
    try {
      await evaluate(id, seed, learned);
    } catch (thrown) {
      if (thrown instanceof GpuError) throw thrown;
      changeRow(progress, { id, error: toErrorData(thrown) });
    }
  };

  try {
    const teacher = await evaluate('teacher', 0, work.teacher);
    progress.enter('asking');
    const reads = await work.ask(teacher);
    progress.change({
      method: {
        adapter: adapterName(context.open.facts),
        teacherName: work.name,
        teacherSteps: work.steps,
        text: work.text,
        teacherModel: describeModel(work.teacher.config),
        studentModel: describeModel(work.student),
        config: work.config,
        reads,
        startedAt: new Date().toISOString(),
      },
    });
    for (const seed of request.distill.seeds) {
      for (const id of ['alone', 'distilled'] as const) {
        if (signal.aborted) return;
        progress.enter('students', { id, seed });
        const learned = await work.train(id, seed);
        if (signal.aborted) return;
        progress.tell(1, true);
        await evaluate(id, seed, learned);
        if (id === 'distilled') await evaluateInt8(seed, learned);
      }
    }
    if (signal.aborted) return;
    progress.enter('speed');
    await work.measure(opened);
  } finally {
    for (const one of opened.values()) await one.destroy();
  }
}
