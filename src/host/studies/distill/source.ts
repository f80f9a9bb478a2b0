// Where a distillation's teacher and text come from: a model that is there, or a run that is trained for
// it first.
import type { RunEvent } from '../../protocol/run';
import { Run } from '../../run/run';
import type { RunSetup } from '../../run/runSetup';
import { openedComparable } from '../compare/opened';
import type { Comparable } from '../compare/setup';
import { chosenReading } from '../studyText';
import type { DistillJob } from './work';
import { addPoint } from './rows';

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | nothing_to_compare */
export async function teacherOf(job: DistillJob): Promise<Comparable> {
  const { teacher: model, teacherRun, text, autoSize } = job.request;
  const { max_length } = teacherRun.training;
  if (model) return openedComparable(job, { model, text }, job.signal, max_length);
  const chosen = text && (await chosenReading(text));
  const config = { ...teacherRun, ...(chosen && { data: chosen.data }) };
  const wanted = { config, text: chosen?.text, autoSize };
  return runToEnd(job, wanted, [0, 1], (run) => run.comparable());
}

/**
 * A run of nobody else's, which takes its share of the phase; `take` gets of it what is wanted, then it is
 * gone. @throws what it fails with
 */
export async function runToEnd<Taken>(
  { context, autotuneFor, readAsset, progress, signal }: DistillJob,
  wanted: Pick<RunSetup, 'config' | 'base' | 'text' | 'examples' | 'autoSize'>,
  [from, to]: readonly [number, number],
  take: (run: Run) => Promise<Taken>,
): Promise<Taken> {
  let failure: unknown = null;
  // Whatever comes before is what it starts from.
  const isTeacher = to === 1;
  const emit = (event: RunEvent): void => {
    if (event.type === 'eval' && isTeacher) {
      const { step, validationLoss: loss } = event.point;
      addPoint(progress, { id: 'teacher', seed: 0 }, { step, loss });
    }
    if (event.type === 'steps') {
      const { step, maxSteps } = event.progress;
      progress.tell(from + (step / maxSteps) * (to - from));
    }
    if (event.type === 'state' && event.error) failure = event.error;
  };
  const run = new Run({ ...wanted, runId: 'teacher', context, autotuneFor, readAsset, emit });
  try {
    run.start();
    await run.finished(signal);
    if (failure) throw failure;
    return await take(run);
  } finally {
    await run.dispose();
  }
}
