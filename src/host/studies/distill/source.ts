// Where a distillation's teacher and text come from: a model that is there, or a run that is trained for
// it first.
import type { RunEvent } from '../../protocol/run';
import type { Run } from '../../run/run';
import type { RunSetup } from '../../run/runSetup';
import { openedAny } from '../compare/contest/openedAny';
import { runThrough } from '../runThrough';
import type { AnyComparable } from '../compare/contest/comparable';
import { chosenReading } from '../studyText';
import type { DistillJob } from './work';
import { addPoint } from './rows';

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | nothing_to_compare */
export async function teacherOf(job: DistillJob): Promise<AnyComparable> {
  const { teacher: model, teacherRun, text, autoSize } = job.request;
  const { max_length } = teacherRun.training;
  if (model) return openedAny(job, { model, text }, job.signal, max_length);
  const chosen = text && (await chosenReading(text));
  const config = { ...teacherRun, ...(chosen && { data: chosen.data }) };
  const wanted = { config, text: chosen?.text, autoSize };
  return runToEnd(job, wanted, [0, 1], (run) => run.compared());
}

/** A run for the study alone, which takes its share of the phase. @throws what it fails with */
export function runToEnd<Taken>(
  job: DistillJob,
  wanted: Pick<RunSetup, 'config' | 'base' | 'text' | 'examples' | 'autoSize'>,
  [from, to]: readonly [number, number],
  take: (run: Run) => Promise<Taken>,
): Promise<Taken> {
  const { progress } = job;
  // Whatever comes before is what it starts from.
  const isTeacher = to === 1;
  const hear = (event: RunEvent): void => {
    if (event.type === 'eval' && isTeacher) {
      const { step, validationLoss: loss } = event.point;
      addPoint(progress, { id: 'teacher', seed: 0 }, { step, loss });
    }
    if (event.type === 'steps') {
      const { step, maxSteps } = event.progress;
      progress.tell(from + (step / maxSteps) * (to - from));
    }
  };
  return runThrough(job, wanted, hear, take);
}
