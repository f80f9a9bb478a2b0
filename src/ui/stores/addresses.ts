// Where on the page a thing is: one place for what several pages link to.
import { useRun } from './context';

/** An experiment, and its run once there is one. */
export const experimentAddress = (id: string): string => `/experiment/${id}`;

/** The run, or where one is started. */
export function useRunAddress(): string {
  const experimentId = useRun((run) => run?.experimentId);
  return experimentId === undefined ? '/' : experimentAddress(experimentId);
}
