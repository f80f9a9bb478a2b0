// The students of a recipe: for each seed the same one alone, distilled, and that one in INT8.
import { provenanceOf } from '../../../training/run/provenance';
import type { Comparable } from '../compare/contest/setup';
import { languageDistillation } from '../distill/language';
import { prepareDistill } from '../distill/plan';
import { INT8, type DistillPlan } from '../distill/work';
import { pieces, Progress } from '../progress';
import type { WriterJob } from './models';
import type { Stages } from './stage';

export interface Students {
  readonly plan: DistillPlan;
  /** Asks the teacher about what students will read. */
  ask(): Promise<void>;
  train(): Promise<void>;
}

/** @throws BenchtopError as a distillation does */
export async function studentsOf(
  job: WriterJob,
  teacher: Comparable,
  stages: Stages,
): Promise<Students> {
  const { progress, signal } = job;
  const { distill, domain: teacherRun } = job.request;
  const { seeds } = distill;
  const count = 1 + 2 * seeds.length;
  /** Of the pieces of the inner progress: the one at hand. */
  let entered = 0;
  const inner = new Progress<'distill'>((update) =>
    progress.tell(Math.max(0, Math.min(1, update.progress.share * count - entered))),
  );
  inner.begin(
    { asking: [1], students: pieces(count - 1, 1) },
    { method: null, rows: [], curves: [] },
  );
  const request = { teacherRun, distill, autoSize: false };
  const own = { ...job, request, progress: inner };
  const plan = await prepareDistill(own, teacher);
  const { training } = plan.config;
  const provenance = provenanceOf({ ...teacher.config, training }, training.max_steps);
  const work = languageDistillation(own, teacher, plan);

  return {
    plan,
    async ask() {
      inner.enter('asking');
      await work.ask(stages.opened.get('finetuned')!);
    },
    async train() {
      for (const seed of seeds) {
        for (const id of ['alone', 'distilled'] as const) {
          if (signal.aborted) return;
          progress.enter('students', { id, seed });
          entered += 1;
          inner.enter('students', { id, seed });
          const fromMs = performance.now();
          const trained = await work.train(id, seed);
          if (signal.aborted) return;
          const elapsedMs = performance.now() - fromMs;
          await stages.add(id, { trained, seed, elapsedMs, provenance });
          if (id === 'alone' || signal.aborted) continue;
          progress.enter('int8', { id: 'int8', seed });
          await stages.add('int8', { trained, seed, elapsedMs: 0, packed: INT8, provenance });
        }
      }
    },
  };
}
