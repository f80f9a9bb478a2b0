// Where a distillation's teacher and text come from: a model that is there, or a run that is trained for
// it first.
import type { RunEvent } from '../../protocol/run';
import type { DistillRequest } from '../../protocol/distill';
import { Run } from '../../run/run';
import type { RunSetup } from '../../run/runSetup';
import { openedComparable } from '../compare/opened';
import type { Comparable } from '../compare/setup';
import type { StudyTools } from '../study';
import type { DistillTold } from './work';
import { addPoint } from './rows';

type Setup = Pick<RunSetup, 'context' | 'autotuneFor' | 'readAsset'>;

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | nothing_to_compare */
export async function teacherOf(
  request: DistillRequest,
  tools: StudyTools,
  told: DistillTold,
): Promise<Comparable> {
  const { teacher, teacherRun: settings, text, autoSize } = request;
  if (teacher) return openedComparable(tools, teacher, { settings, text }, told.signal);
  const { progress, signal } = told;
  return runToEnd(
    tools,
    { runId: 'teacher', config: settings, text, autoSize },
    {
      onShare: (share) => progress.tell(share),
      onEval: (step, loss) => addPoint(progress, 'teacher', 0, step, loss),
      signal,
    },
    (run) => run.comparable(),
  );
}

/** A run of nobody else's; `take` gets of it what is wanted, then it is gone. @throws what it fails with */
export async function runToEnd<Taken>(
  { context, autotuneFor, readAsset }: Setup,
  wanted: Omit<RunSetup, 'emit' | keyof Setup>,
  told: {
    readonly onShare: (share: number) => void;
    readonly onEval: (step: number, loss: number) => void;
    readonly signal: AbortSignal;
  },
  take: (run: Run) => Promise<Taken>,
): Promise<Taken> {
  let failure: unknown = null;
  const emit = (event: RunEvent): void => {
    if (event.type === 'eval') told.onEval(event.point.step, event.point.validationLoss);
    if (event.type === 'steps') told.onShare(event.progress.step / event.progress.maxSteps);
    if (event.type === 'state' && event.error) failure = event.error;
  };
  const run = new Run({ ...wanted, context, autotuneFor, readAsset, emit });
  const stop = (): void => run.stop();
  told.signal.addEventListener('abort', stop);
  try {
    run.start();
    await run.finished();
    if (failure) throw failure;
    return await take(run);
  } finally {
    told.signal.removeEventListener('abort', stop);
    await run.dispose();
  }
}
