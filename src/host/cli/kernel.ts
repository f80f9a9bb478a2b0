import { pipelineKey, composeWgsl } from '../../gpu/pipelines';
import type { Dispatch } from '../../gpu/dispatch';
import { findExperiment } from '../../experiments/all';
import { runConfigSchema } from '../../training/run/config';
import { captureExperiment } from './captured';
import { counted } from './counted';
import { DEVICE } from './session';
import { UsageError, type Verb } from './verb';

const DEFAULT_EXPERIMENT = 'story';

export const kernel: Verb = {
  name: 'kernel',
  takes: '<name>',
  summary:
    'Prints the composed WGSL of a kernel exactly as it is compiled: each pipeline that a captured experiment makes of it.',
  example: 'kernel attention_forward',
  options: {
    experiment: { value: 'ID', help: `whose programs are searched (${DEFAULT_EXPERIMENT})` },
    device: DEVICE,
  },
  async run(call) {
    const name = call.positionals[0];
    const id = call.text('experiment') ?? DEFAULT_EXPERIMENT;
    const experiment = findExperiment(id);
    if (!experiment) throw new UsageError(`There is no experiment "${id}".`);
    const config = runConfigSchema.parse(experiment.config);
    const { run, adapter, isOnCpu } = await captureExperiment(config, call);
    const all = [...run.training.dispatches, ...run.evaluation.dispatches];
    const found = pipelinesOf(all, name);
    if (found.length === 0) {
      const known = [...new Set(all.map(({ shader }) => shader.name))].sort().join(', ');
      throw new UsageError(`${id} runs no kernel "${name ?? ''}". It runs ${known}.`);
    }
    found.forEach(({ first, count }, index) => {
      const { label, entry = 'main', overrides = {} } = first;
      const facts = [
        `// ${first.shader.name}: pipeline ${index + 1} of ${found.length} on ${adapter}`,
        `// ${count} dispatches, the first labeled "${label}"; entry point ${entry}`,
        `// overrides ${JSON.stringify(overrides)}`,
        isOnCpu &&
          '// The CPU runs its own kernel of this name (src/cpu/assembly); WebGPU compiles this.',
      ];
      console.log(`${facts.filter(Boolean).join('\n')}\n${composeWgsl(first)}`);
    });
    return 0;
  },
};

/** Those of a shader family (or of a label), each pipeline once. */
function pipelinesOf(dispatches: readonly Dispatch[], name: string | undefined) {
  // A family's variants are called after it: attention_forward_rows.
  const isOf = ({ shader, label }: Dispatch): boolean =>
    shader.name === name || label === name || shader.name.startsWith(`${name}_`);
  return counted(dispatches.filter(isOf), pipelineKey);
}
