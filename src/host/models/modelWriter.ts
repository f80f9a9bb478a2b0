// Continues texts with any model, and tells what one expects next.
import type { ComputeContext } from '../../gpu/compute';
import { CompressedWeights } from '../../training/compress/compressedWeights';
import { SourceSampler } from '../../training/generate/sourceSampler';
import { TextSampler } from '../../training/generate/textSampler';
import { Decoder } from '../../training/generate/decoder';
import { endingOf } from '../../training/generate/ending';
import { parseGeneration } from '../../training/generate/generationConfig';
import { NextTokenReader } from '../../training/generate/nextTokens';
import { TOP } from '../../training/generate/writeText';
import { encodePrompt } from '../../training/generate/prompt';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import { FAMILIES, isEncoderDecoderFamily } from '../../training/models/families';
import { buildEncoderDecoder } from '../../training/models/model';
import type { ModelConfig } from '../../training/run/config';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { hostError } from '../protocol/error';
import type { Bases } from '../lab/bases';
import type { NextTokens, NextTokensRequest, WriteRequest, Written } from '../protocol/models';
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

async function load(context: ComputeContext, base: BaseModel) {
  if (isEncoderDecoderFamily(base.config.family)) return loadSource(context, base);
  const { config: whole, tokenizer } = base;
  const { model, weights, packed = new Map() } = trainedOf(base, shortened(whole).n_positions);
  const on = CompressedWeights.upload(context, model.parameters, { weights, packed });
  try {
    const writer = { model, parameter: on.parameter };
    const decoder = await Decoder.create(context, writer);
    const sampler = TextSampler.over(context, writer, tokenizer, decoder);
    const reader = new NextTokenReader(context, writer, tokenizer);
    const free = async (): Promise<void> => {
      await sampler.destroy();
      await reader.destroy();
      on.destroy();
    };
    return { tokenizer, sampler, reader, ending: endingOf(base), free, isSource: false };
  } catch (thrown) {
    on.destroy();
    throw thrown;
  }
}

/** As it was stored, but for low-rank layers: those are multiplied out. */
function loadSource(context: ComputeContext, base: BaseModel) {
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
  return { tokenizer, sampler, reader: sampler, ending: endingOf(base), free, isSource: true };
}

/** A model that goes on learning is another one after each step. */
interface Version {
  readonly base: BaseRef;
  readonly version: number;
}

type Lengths = Pick<
  WriteRequest,
  'prompt' | 'addSpecialTokens' | 'maxNewTokens' | 'maxLength' | 'minNewTokens'
>;

/** Of an encoder-decoder the start token counts alone: the prompt is not part of what is written. */
function newTokensOf(
  { prompt, addSpecialTokens, maxNewTokens, maxLength, minNewTokens = 0 }: Lengths,
  { tokenizer, isSource }: { readonly tokenizer: Tokenizer; readonly isSource: boolean },
): number {
  if (maxNewTokens !== undefined) return maxNewTokens;
  const tokens = isSource ? 1 : encodePrompt(tokenizer, prompt, addSpecialTokens).length;
  const length = maxLength ?? tokens + Math.max(NEW_TOKENS, minNewTokens);
  if (tokens < length) return length - tokens;
  throw hostError('prompt_too_long', { tokens, length });
}

export class ModelWriter {
  readonly #models: ModelOnGpu<Version, Awaited<ReturnType<typeof load>>>;
  readonly #bases: Bases;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#bases = bases;
    this.#models = new ModelOnGpu(context, async (on, { base }) =>
      load(on, await bases.open(base)),
    );
  }

  /** @throws BenchtopError wrong_family | prompt_too_long | generation_…, MemoryError */
  async write(
    { base, prompt, addSpecialTokens, ...given }: WriteRequest,
    onWritten: (written: Written) => void,
  ): Promise<Written> {
    const settings = parseGeneration(given);
    return this.#use(base, async ({ sampler, ending: { endIds, stopStrings }, ...voice }) => {
      const request = {
        ...settings,
        prompt,
        addSpecialTokens,
        maxNewTokens: newTokensOf({ prompt, addSpecialTokens, ...settings }, voice),
        endIds,
        stopStrings: [...settings.stopStrings, ...stopStrings],
      };
      this.#abort = new AbortController();
      return sampler.generate(request, onWritten, this.#abort.signal);
    });
  }

  /** @throws BenchtopError wrong_family, MemoryError */
  nextTokens({ base, text, top = TOP }: NextTokensRequest): Promise<NextTokens> {
    return this.#use(base, ({ reader }) => reader.nextTokens(text, top));
  }

  #use<T>(base: BaseRef, work: (model: Awaited<ReturnType<typeof load>>) => Promise<T>) {
    return this.#models.use({ base, version: this.#bases.version(base) }, work);
  }

  stop(): void {
    this.#abort.abort();
  }

  rest(): Promise<void> {
    this.stop();
    return this.#models.rest();
  }
}
