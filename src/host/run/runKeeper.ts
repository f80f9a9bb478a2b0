// What keeps runs, as the lab sees it.
import type { Checkpoint } from '../../training/io/checkpoint';
import type { StartRequest } from '../protocol/lab';

/** Told of every run before it starts; gives what takes its states, or nothing. */
export interface RunKeeper {
  begin(request: StartRequest): ((checkpoint: Checkpoint) => void) | undefined;
  /** Whether a state of it is kept. */
  has(runId: string): Promise<boolean>;
  /** A run of this lab, until it is closed. */
  opened(runId: string): void;
  closed(runId: string): void;
}
