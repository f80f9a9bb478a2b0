// A lab on a CPU engine, and runs of a small model on it.
import type { CpuContext } from '../../src/cpu/context';
import { runConfigSchema } from '../../src/training/run/config';
import { watchedLab } from './watchedLab';

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
export function cpuLab(openCpu: () => Promise<CpuContext>) {
  const { lab, train: watched, saved, devices } = watchedLab({ gpu: undefined, openCpu });

  async function train(maxSteps: number, onStep?: (step: number) => void, width = 32) {
    const { runId, ...ended } = await watched(configOf(maxSteps, width), (event) => {
      if (event.type === 'steps') onStep?.(event.progress.step);
    });
    await lab.dispose(runId);
    return ended;
  }
  return { train, saved, devices };
}
