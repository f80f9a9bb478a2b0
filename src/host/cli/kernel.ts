import { pipelineKey, composeWgsl } from '../../gpu/pipelines';
import type { Dispatch } from '../../gpu/dispatch';
import { findExperiment } from '../../experiments/all';
import { runConfigSchema } from '../../training/run/config';
import { captureExperiment } from './captured';
import { counted } from './reports/counted';
import { DEVICE, JSON_OUTPUT } from './session';
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
    json: JSON_OUTPUT,
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
    const pipelines = found.map(({ first, count }) => {
      const { label, entry = 'main', overrides = {} } = first;
      const shader = first.shader.name;
      return { shader, label, entry, overrides, dispatches: count, wgsl: composeWgsl(first) };
    });
    if (call.has('json')) {
      console.log(JSON.stringify({ adapter, isOnCpu, pipelines }));
      return 0;
    }
    pipelines.forEach(({ shader, label, entry, overrides, dispatches, wgsl }, index) => {
      const facts = [
        `// ${shader}: pipeline ${index + 1} of ${pipelines.length} on ${adapter}`,
        `// ${dispatches} dispatches, the first labeled "${label}"; entry point ${entry}`,
        `// overrides ${JSON.stringify(overrides)}`,
        isOnCpu &&
          '// The CPU runs its own kernel of this name (src/cpu/assembly); WebGPU compiles this.',
      ];
      console.log(`${facts.filter(Boolean).join('\n')}\n${wgsl}`);
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
