// A lab on given devices, and runs on it whose end, steps and checkpoints a test looks at.
import { LocalLab } from '../../src/host/lab/lab';
import type { LabDevices } from '../../src/host/lab/labDevices';
import type { LabErrorData } from '../../src/host/protocol/error';
import type { RunEvent } from '../../src/host/protocol/run';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import type { RunConfig } from '../../src/training/run/config';

const text = {
  name: 'text',
  text: 'the quick brown fox jumps over the lazy dog. '.repeat(40),
};

export function watchedLab(devices: LabDevices) {
  const lab = new LocalLab(devices, () => Promise.reject(new Error('no asset is needed')));
  const saved: Checkpoint[] = [];
  lab.keepRuns({
    begin: () => (checkpoint) => void saved.push(checkpoint),
    has: () => Promise.resolve(false),
    opened: () => undefined,
    closed: () => undefined,
  });
  let heard: (event: RunEvent) => void = () => undefined;
  let opened = 0;
  void lab.subscribe((event) => {
    if (event.type === 'run') heard(event.event);
    else if (event.device.status === 'ready') opened += 1;
  });
  let runs = 0;

  /** Resolves when the run is over, in whatever way. */
  async function train(config: RunConfig, onEvent: (event: RunEvent) => void = () => undefined) {
    const runId = `run-${++runs}`;
    let error: LabErrorData | null = null;
    let [steps, state] = [0, ''];
    const over = new Promise<void>((resolve) => {
      heard = (event) => {
        if (event.runId !== runId) return;
        if (event.type === 'steps') steps = event.progress.step;
        if (event.type === 'state') {
          state = event.state;
          error = event.error ?? null;
          if (['failed', 'finished', 'stopped'].includes(state)) resolve();
        }
        onEvent(event);
      };
    });
    await lab.start({ runId, config, text, autoSize: false });
    await over;
    return { runId, state, steps, error: error as LabErrorData | null };
  }
  return { lab, train, saved, devices: () => opened };
}
