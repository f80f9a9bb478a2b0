// Trials one after the other on a lab, in a page or in Node alike: what each was measured at.
import type { LabEvent } from '../../src/host/protocol/lab';
import type { EvalPoint } from '../../src/host/protocol/run';
import type { RunConfig } from '../../src/training/run/config';

export interface TrialRun {
  readonly evals: readonly EvalPoint[];
  /** Entropy of the text in nats a token, where it is known and bounds the loss. */
  readonly floor: number | null;
  readonly elapsedMs: number;
}

export type RunTrial = (id: string, config: RunConfig) => Promise<TrialRun>;

/** What a lab and its client in a page have in common. */
interface TrialLab {
  subscribe(listener: (event: LabEvent) => void): Promise<void>;
  start(request: { runId: string; config: RunConfig; autoSize: boolean }): Promise<void>;
  dispose(runId: string): Promise<void>;
}

const ENDS = ['finished', 'stopped', 'failed'];

export async function trialRunner(lab: TrialLab): Promise<RunTrial> {
  let listen: (event: LabEvent) => void = () => undefined;
  await lab.subscribe((event) => listen(event));
  return async (runId, config) => {
    const evals: EvalPoint[] = [];
    let floor: number | null = null;
    const startMs = performance.now();
    const ended = new Promise<void>((resolve, reject) => {
      listen = (reported) => {
        if (reported.type !== 'run' || reported.event.runId !== runId) return;
        const { event } = reported;
        if (event.type === 'eval') evals.push(event.point);
        if (event.type === 'ready') floor = event.floor;
        if (event.type !== 'state' || !ENDS.includes(event.state)) return;
        if (event.error) reject(new Error(`${runId}: ${event.error.message}`));
        else resolve();
      };
    });
    await lab.start({ runId, config, autoSize: false });
    await ended;
    const elapsedMs = performance.now() - startMs;
    await lab.dispose(runId);
    return { evals, floor, elapsedMs };
  };
}
