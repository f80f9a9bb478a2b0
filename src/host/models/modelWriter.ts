// Continues texts with an imported model. The model that was used last stays on the GPU until another one
// writes, the device is lost or the page lets it rest.
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

/** Rotary positions need no weights, so a long context may be cut: its cache is what takes the memory. */
const MOST_POSITIONS = 2048;

const shortened = (config: ModelConfig): ModelConfig =>
  FAMILIES[config.family].isRotary
    ? { ...config, n_positions: Math.min(config.n_positions, MOST_POSITIONS) }
    : config;

interface Held {
  readonly id: string;
  readonly context: ComputeContext;
  readonly parameters: ParameterSet;
  readonly sampler: TextSampler;
  readonly ends: readonly string[];
}

type Opens = (id: string) => Promise<Pick<Held, 'ends'> & { readonly base: BaseModel }>;

export class ModelWriter {
  readonly #context: () => Promise<ComputeContext>;
  readonly #open: Opens;
  #held: Held | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, open: Opens) {
    this.#context = context;
    this.#open = open;
  }

  /** @throws BenchtopError wrong_family, MemoryError */
  write({ id, ...request }: WriteRequest, onText: (text: string) => void): Promise<string> {
    return this.#inTurn(async () => {
      const { sampler, ends: stop } = await this.#take(id);
      this.#abort = new AbortController();
      const { signal } = this.#abort;
      const [text = ''] = await sampler.generate(
        { ...request, stop },
        ([first = '']) => onText(first),
        signal,
      );
      return text;
    });
  }

  stop(): void {
    this.#abort.abort();
  }

  rest(): Promise<void> {
    this.stop();
    return this.#inTurn(() => this.#free());
  }

  async #take(id: string): Promise<Held> {
    const context = await this.#context();
    if (this.#held?.id === id && this.#held.context === context) return this.#held;
    await this.#free();
    const { base, ends } = await this.#open(id);
    const { config, vocabSize, tokenizer, weights } = base;
    const model = buildModel(shortened(config), vocabSize);
    const parameters = new ParameterSet(model.parameters);
    try {
      uploadWeights(context.buffers, parameters, weights);
      const writer = { model, parameter: lookUp(parameters) };
      const decoder = await Decoder.create(context, writer);
      const sampler = TextSampler.over(context, writer, tokenizer, decoder);
      return (this.#held = { id, context, parameters, sampler, ends });
    } catch (thrown) {
      context.buffers.freeResident(parameters.weights.buffer);
      throw thrown;
    }
  }

  async #free(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    // A lost device has taken its memory with it.
    if (!held || (await this.#context()) !== held.context) return;
    await held.sampler.destroy();
    held.context.buffers.freeResident(held.parameters.weights.buffer);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
