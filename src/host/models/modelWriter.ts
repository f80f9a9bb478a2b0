// Continues texts with any model, and tells what one expects next.
import type { ComputeContext } from '../../gpu/compute';
import { CompressedWeights } from '../../training/compress/compressedWeights';
import { SourceSampler } from '../../training/generate/sourceSampler';
import { TextSampler } from '../../training/generate/textSampler';
import { Decoder } from '../../training/generate/decoder';
import { endingOf } from '../../training/generate/ending';
import { generationError } from '../../training/generate/generationError';
import { parseGeneration } from '../../training/generate/generationConfig';
import { NextTokenReader } from '../../training/generate/nextTokens';
import { TOP } from '../../training/generate/writeText';
import { encodePrompt } from '../../training/generate/prompt';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import {
  FAMILIES,
  isEncoderDecoderFamily,
  isGenerativeFamily,
} from '../../training/models/families';
import { buildEncoderDecoder } from '../../training/models/model';
import type { ModelConfig } from '../../training/run/config';
import { hasSameTokens, type Tokenizer } from '../../training/tokenizers/tokenizer';
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

function upload(context: ComputeContext, base: BaseModel) {
  const { n_positions } = shortened(base.config);
  const { model, weights, packed = new Map() } = trainedOf(base, n_positions);
  const on = CompressedWeights.upload(context, model.parameters, { weights, packed });
  return { on, writer: { model, parameter: on.parameter } };
}

/** A model that proposes tokens for another one. */
async function loadAssistant(context: ComputeContext, base: BaseModel) {
  const { name, config, tokenizer } = base;
  if (!isGenerativeFamily(config.family))
    throw generationError('generation_assistant_family', { name });
  const { on, writer } = upload(context, base);
  try {
    const decoder = await Decoder.create(context, writer);
    const free = async (): Promise<void> => {
      await decoder.destroy();
      on.destroy();
    };
    return { name, tokenizer, decoder, contextLength: writer.model.contextLength, free };
  } catch (thrown) {
    on.destroy();
    throw thrown;
  }
}

async function load(context: ComputeContext, base: BaseModel) {
  if (isEncoderDecoderFamily(base.config.family)) return loadSource(context, base);
  const { name, tokenizer } = base;
  const { on, writer } = upload(context, base);
  try {
    const decoder = await Decoder.create(context, writer);
    const sampler = TextSampler.over(context, writer, tokenizer, decoder);
    const reader = new NextTokenReader(context, writer, tokenizer);
    const free = async (): Promise<void> => {
      await sampler.destroy();
      await reader.destroy();
      on.destroy();
    };
    return { name, tokenizer, sampler, reader, ending: endingOf(base), free, isSource: false };
  } catch (thrown) {
    on.destroy();
    throw thrown;
  }
}

/** As it was stored, but for low-rank layers: those are multiplied out. */
function loadSource(context: ComputeContext, base: BaseModel) {
  const { name, config, vocabSize, tokenizer, weights, stored } = base;
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
  return {
    name,
    tokenizer,
    sampler,
    reader: sampler,
    ending: endingOf(base),
    free,
    isSource: true,
  };
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

interface Voice {
  readonly name: string;
  readonly tokenizer: Tokenizer;
}

/** @throws BenchtopError generation_assistant_family | generation_assistant_tokenizer */
function checkAssistant(model: Voice & { readonly isSource: boolean }, assistant: Voice): void {
  const { name, tokenizer } = model;
  if (model.isSource) throw generationError('generation_assistant_family', { name });
  if (!hasSameTokens(tokenizer, assistant.tokenizer))
    throw generationError('generation_assistant_tokenizer', { name, assistant: assistant.name });
}

export class ModelWriter {
  readonly #models: ModelOnGpu<Version, Awaited<ReturnType<typeof load>>>;
  readonly #assistants: ModelOnGpu<Version, Awaited<ReturnType<typeof loadAssistant>>>;
  readonly #bases: Bases;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#bases = bases;
    this.#models = new ModelOnGpu(context, async (on, { base }) =>
      load(on, await bases.open(base)),
    );
    this.#assistants = new ModelOnGpu(context, async (on, { base }) =>
      loadAssistant(on, await bases.open(base)),
    );
  }

  /** @throws BenchtopError wrong_family | prompt_too_long | generation_…, ConstraintError, MemoryError */
  async write(
    { base, prompt, addSpecialTokens, assistant, ...given }: WriteRequest,
    onWritten: (written: Written) => void,
  ): Promise<Written> {
    const settings = parseGeneration(given);
    if (assistant && (settings.numBeams > 1 || settings.numReturnSequences > 1))
      throw generationError('generation_assistant_texts');
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
      const { signal } = this.#abort;
      if (!assistant) return sampler.generate(request, onWritten, signal);
      return this.#assistants.use(this.#versionOf(assistant), (helper) => {
        checkAssistant(voice, helper);
        return sampler.generate({ ...request, assistant: helper }, onWritten, signal);
      });
    });
  }

  /** @throws BenchtopError wrong_family, MemoryError */
  nextTokens({ base, text, top = TOP }: NextTokensRequest): Promise<NextTokens> {
    return this.#use(base, ({ reader }) => reader.nextTokens(text, top));
  }

  #use<T>(base: BaseRef, work: (model: Awaited<ReturnType<typeof load>>) => Promise<T>) {
    return this.#models.use(this.#versionOf(base), work);
  }

  #versionOf(base: BaseRef): Version {
    return { base, version: this.#bases.version(base) };
  }

  stop(): void {
    this.#abort.abort();
  }

  async rest(): Promise<void> {
    this.stop();
    await this.#models.rest();
    await this.#assistants.rest();
  }
}
