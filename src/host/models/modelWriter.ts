// Continues texts with an imported model.
import type { ComputeContext } from '../../gpu/compute';
import { CompressedWeights } from '../../training/compress/compressedWeights';
import { SourceSampler } from '../../training/generate/sourceSampler';
import { TextSampler } from '../../training/generate/textSampler';
import { Decoder } from '../../training/generate/decoder';
import { encodePrompt } from '../../training/generate/prompt';
import type { BaseModel } from '../../training/models/baseModel';
import { FAMILIES, isEncoderDecoderFamily } from '../../training/models/families';
import { buildEncoderDecoder } from '../../training/models/model';
import type { ModelConfig } from '../../training/run/config';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { hostError } from '../protocol/error';
import type { WriteRequest } from '../protocol/models';
import { trainedOf } from '../studies/compress/trained';
import { ModelOnGpu } from './modelOnGpu';

/** Where no length is asked for. */
const NEW_TOKENS = 50;

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
  if (isEncoderDecoderFamily(base.config.family)) return loadSource(context, { base, ends });
  const { config: whole, tokenizer } = base;
  const { model, weights, packed = new Map() } = trainedOf(base, shortened(whole).n_positions);
  const on = CompressedWeights.upload(context, model.parameters, { weights, packed });
  try {
    const writer = { model, parameter: on.parameter };
    const decoder = await Decoder.create(context, writer);
    const sampler = TextSampler.over(context, writer, tokenizer, decoder);
    const free = async (): Promise<void> => {
      await sampler.destroy();
      on.destroy();
    };
    return { tokenizer, sampler, ends, free, isSource: false };
  } catch (thrown) {
    on.destroy();
    throw thrown;
  }
}

/** As it was stored, but for low-rank layers: those are multiplied out. */
function loadSource(context: ComputeContext, { base, ends }: Opened) {
  const { config, vocabSize, tokenizer, weights, stored } = base;
  const model = buildEncoderDecoder(config, vocabSize);
  const packed = stored?.packed ?? new Map();
  const on = CompressedWeights.upload(context, model.parameters, {
    weights: new Map(weights),
    packed,
  });
  const sampler = new SourceSampler(context, { model, parameter: on.parameter }, tokenizer);
  const free = async (): Promise<void> => {
    await sampler.destroy();
    on.destroy();
  };
  return { tokenizer, sampler, ends, free, isSource: true };
}

type Lengths = Pick<WriteRequest, 'prompt' | 'maxNewTokens' | 'maxLength'>;

/** Of an encoder-decoder the start token counts alone: the prompt is not part of what is written. */
function newTokensOf(
  { prompt, maxNewTokens, maxLength }: Lengths,
  { tokenizer, isSource }: { readonly tokenizer: Tokenizer; readonly isSource: boolean },
): number {
  if (maxNewTokens !== undefined) return maxNewTokens;
  const tokens = isSource ? 1 : encodePrompt(tokenizer, prompt).length;
  const length = maxLength ?? tokens + NEW_TOKENS;
  if (tokens < length) return length - tokens;
  throw hostError('prompt_too_long', { tokens, length });
}

export class ModelWriter {
  readonly #models: ModelOnGpu<string, Awaited<ReturnType<typeof load>>>;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, open: (id: string) => Promise<Opened>) {
    this.#models = new ModelOnGpu(context, async (on, id) => load(on, await open(id)));
  }

  /** @throws BenchtopError wrong_family | prompt_too_long, MemoryError */
  write({ id, ...request }: WriteRequest, onTexts: (texts: string[]) => void): Promise<string[]> {
    return this.#models.use(id, async ({ sampler, ends: stop, ...voice }) => {
      const maxNewTokens = newTokensOf(request, voice);
      this.#abort = new AbortController();
      const { signal } = this.#abort;
      return sampler.generate({ ...request, maxNewTokens, stop }, onTexts, signal);
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
