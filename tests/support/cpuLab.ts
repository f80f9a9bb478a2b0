// A lab on a CPU engine, and runs of a small model on it.
import type { CpuContext } from '../../src/cpu/context';
import { LocalLab } from '../../src/host/lab/lab';
import type { LabErrorData } from '../../src/host/protocol/error';
import type { RunEvent } from '../../src/host/protocol/run';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { runConfigSchema } from '../../src/training/run/config';

const configOf = (maxSteps: number, width: number) =>
  runConfigSchema.parse({
    version: 1,
    name: 'run',
    model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: width, n_positions: 16 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    training: {
      per_device_train_batch_size: 8,
      max_steps: maxSteps,
      learning_rate: 1e-2,
      lr_scheduler_type: 'constant',
      eval_steps: 1000,
      eval_windows: 2,
      save_steps: 4,
    },
    sample: { every_steps: 1e6, max_new_tokens: 3, prompt: 'the' },
  });
const text = { name: 'text', text: 'the quick brown fox jumps over the lazy dog. '.repeat(40) };

export function cpuLab(openCpu: () => Promise<CpuContext>) {
  const lab = new LocalLab({ gpu: undefined, openCpu }, () =>
    Promise.reject(new Error('no asset is needed')),
  );
  const saved: Checkpoint[] = [];
  lab.keepRuns({
    begin: () => (checkpoint) => void saved.push(checkpoint),
    opened: () => undefined,
    closed: () => undefined,
  });
  let heard: (event: RunEvent) => void = () => undefined;
  let devices = 0;
  void lab.subscribe((event) => {
    if (event.type === 'run') heard(event.event);
    else if (event.device.status === 'ready') devices += 1;
  });
  let runs = 0;

  /** Resolves when the run is over, in whatever way. */
  async function train(maxSteps: number, onStep?: (step: number) => void, width = 32) {
    const runId = `run-${++runs}`;
    let error: LabErrorData | null = null;
    let [steps, state] = [0, ''];
    const over = new Promise<void>((resolve) => {
      heard = (event) => {
        if (event.runId !== runId) return;
        if (event.type === 'steps') {
          steps = event.progress.step;
          onStep?.(steps);
        }
        if (event.type !== 'state') return;
        state = event.state;
        error = event.error ?? null;
        if (state === 'failed' || state === 'finished') resolve();
      };
    });
    await lab.start({ runId, config: configOf(maxSteps, width), text, autoSize: false });
    await over;
    await lab.dispose(runId);
    return { state, steps, error: error as LabErrorData | null };
  }
  return { train, saved, devices: () => devices };
}
