// A distillation and its honest control: for each seed the same student with the same start, data and
// steps, once alone and once distilled; then the distilled one in INT8; then all of them timed in turn.
import { GpuError } from '../../../gpu/errors';
import { toErrorData } from '../../lab/labError';
import type { DistillRequest } from '../../protocol/distill';
import { pieces, type StageWeights } from '../progress';
import type { Study } from '../study';
import { ClassDistillation } from './classes';
import { classSourceOf } from './classSource';
import { LanguageDistillation } from './language';
import { isClassTask, refuseEarly } from './plan';
import { changeRow } from './rows';
import { teacherOf } from './source';
import type { DistillTold, DistillWork } from './work';

/** A student's training being 1. */
const weightsOf = ({ teacher, distill }: DistillRequest): StageWeights<'distill'> => ({
  // One that exists is opened, not trained.
  teacher: teacher ? [] : [4],
  writing: distill.source === 'generated' ? [0.5] : [],
  asking: [0.3],
  students: pieces(2 * distill.seeds.length, 1),
  speed: [0.7],
});

export const distill: Study<'distill'> = async (tools, request, progress, signal) => {
  refuseEarly(request);
  progress.begin(weightsOf(request), { method: null, rows: [], curves: [] });
  progress.enter('teacher');
  const told = { progress, signal };
  const { seeds } = request.distill;
  if (isClassTask(request)) {
    const source = await classSourceOf(request, tools, told);
    await through(new ClassDistillation(tools, request, source, told), seeds, told);
  } else {
    const source = await teacherOf(request, tools, told);
    await through(await LanguageDistillation.create(tools, request, source, told), seeds, told);
  }
};

async function through<Learned>(
  work: DistillWork<Learned>,
  seeds: readonly number[],
  told: DistillTold,
): Promise<void> {
  const { progress, signal } = told;
  try {
    await learnAll(work, seeds, told);
    if (signal.aborted) return;
    progress.enter('speed');
    await work.measure();
  } finally {
    await work.destroy();
  }
}

async function learnAll<Learned>(
  work: DistillWork<Learned>,
  seeds: readonly number[],
  { progress, signal }: DistillTold,
): Promise<void> {
  await work.evaluateTeacher();
  progress.enter('asking');
  progress.change({ method: await work.ask() });
  for (const seed of seeds) {
    for (const id of ['alone', 'distilled'] as const) {
      if (signal.aborted) return;
      progress.enter('students', { id, seed });
      const learned = await work.train(id, seed);
      if (signal.aborted) return;
      progress.tell(1, true);
      await work.evaluate(id, seed, learned);
      if (id === 'alone') continue;
      progress.enter('int8', { id: 'distilled_int8', seed });
      await evaluateInt8(work, seed, learned, progress);
    }
  }
}

/** The other rows stand without it. */
async function evaluateInt8<Learned>(
  work: DistillWork<Learned>,
  seed: number,
  learned: Learned,
  progress: DistillTold['progress'],
): Promise<void> {
  const id = 'distilled_int8';
  try {
    await work.evaluate(id, seed, learned);
  } catch (thrown) {
    if (thrown instanceof GpuError) throw thrown;
    changeRow(progress, { id, error: toErrorData(thrown) });
  }
}
