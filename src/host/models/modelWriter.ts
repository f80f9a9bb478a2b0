// Continues texts with an imported model.
import type { ComputeContext } from '../../gpu/compute';
import { TextSampler } from '../../training/generate/textSampler';
import { Decoder } from '../../training/generate/decoder';
import type { BaseModel } from '../../training/models/baseModel';
import { FAMILIES } from '../../training/models/families';
import { buildModel } from '../../training/models/model';
import { uploadWeights } from '../../training/models/upload';
import { ParameterSet } from '../../training/parameters';
import type { ModelConfig } from '../../training/run/config';
import { lookUp } from '../../training/run/state';
import type { WriteRequest } from '../protocol/models';
import { ModelOnGpu } from './modelOnGpu';

/** Rotary positions need no weights, so a long context may be cut: its cache is what takes the memory. */
const MOST_POSITIONS = 2048;

const shortened = (config: ModelConfig): ModelConfig =>
  FAMILIES[config.family].isRotary
    ? { ...config, n_positions: Math.min(config.n_positions, MOST_POSITIONS) }
    : config;

interface Opened {
  readonly base: BaseModel;
  readonly ends: readonly string[];
}

async function load(context: ComputeContext, { base, ends }: Opened) {
  const { config, vocabSize, tokenizer, weights } = base;
  const model = buildModel(shortened(config), vocabSize);
  const parameters = new ParameterSet(model.parameters);
  try {
    uploadWeights(context.buffers, parameters, weights);
    const writer = { model, parameter: lookUp(parameters) };
    const decoder = await Decoder.create(context, writer);
    const sampler = TextSampler.over(context, writer, tokenizer, decoder);
    return { parameters, sampler, ends, free: () => sampler.destroy() };
  } catch (thrown) {
    context.buffers.freeResident(parameters.weights.buffer);
    throw thrown;
  }
}

export class ModelWriter {
  readonly #models: ModelOnGpu<string, Awaited<ReturnType<typeof load>>>;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, open: (id: string) => Promise<Opened>) {
    this.#models = new ModelOnGpu(context, async (on, id) => load(on, await open(id)));
  }

  /** @throws BenchtopError wrong_family, MemoryError */
  write({ id, ...request }: WriteRequest, onText: (text: string) => void): Promise<string> {
    return this.#models.use(id, async ({ sampler, ends: stop }) => {
      this.#abort = new AbortController();
      const { signal } = this.#abort;
      const tell = ([first = '']: string[]): void => onText(first);
      const [text = ''] = await sampler.generate({ ...request, stop }, tell, signal);
      return text;
    });
  }

  stop(): void {
    this.#abort.abort();
  }

  rest(): Promise<void> {
    this.stop();
    return this.#models.rest();
  }
}
