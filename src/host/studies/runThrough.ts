// A run that belongs to a study alone: trained to its end, asked for what is wanted of it, and gone.
import type { RunEvent } from '../protocol/run';
import { Run } from '../run/run';
import type { RunSetup } from '../run/runSetup';
import type { StudyJob } from './study';

type Needs = Pick<StudyJob<'distill'>, 'context' | 'autotuneFor' | 'readAsset' | 'signal'>;

/** `take` gets of the run what is wanted. @throws what the run fails with */
export async function runThrough<Taken>(
  { context, autotuneFor, readAsset, signal }: Needs,
  wanted: Pick<RunSetup, 'config' | 'base' | 'text' | 'examples' | 'autoSize' | 'isFresh'>,
  hear: (event: RunEvent) => void,
  take: (run: Run) => Promise<Taken>,
): Promise<Taken> {
  let failure: unknown = null;
  const emit = (event: RunEvent): void => {
    hear(event);
    if (event.type === 'state' && event.error) failure = event.error;
  };
  const run = new Run({ ...wanted, runId: 'study', context, autotuneFor, readAsset, emit });
  try {
    run.start();
    await run.finished(signal);
    if (failure) throw failure;
    return await take(run);
  } finally {
    await run.dispose();
  }
}
