// Where on the page a thing is: one place for what several pages link to.
import { findExperiment } from '../../experiments/all';
import { useRun } from './context';
import { modelAddress } from './models/address';

/** An experiment, and its run once there is one. */
export const experimentAddress = (id: string): string => `/experiment/${id}`;

/** With its experiment; one that belongs to none is shown with its model. */
export const runAddress = (runId: string, experimentId: string | undefined): string =>
  findExperiment(experimentId)
    ? experimentAddress(experimentId!)
    : modelAddress({ kind: 'run', runId }, 'train');

/** The run, or where one is started. */
export function useRunAddress(): string {
  const runId = useRun((run) => run?.runId);
  const experimentId = useRun((run) => run?.experimentId);
  return runId === undefined ? '/' : runAddress(runId, experimentId);
}
