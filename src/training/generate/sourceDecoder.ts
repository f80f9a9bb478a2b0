// Writes with an encoder-decoder: each source is read once, what the decoder looks up in it stays on the GPU,
// and the decoder writes behind its start token as any decoder does. Sources may differ in length: what fills
// them up is masked.
import type { ComputeContext, Program } from '../../gpu/compute';
import type { BufferView, Dispatch, KernelLimits } from '../../gpu/dispatch';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { GraphLowering } from '../lower';
import type { EncoderDecoderModel, LanguageModel, SourceMemory } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import { leaf } from '../tensor';
import { Decoder } from './decoder';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';

/** An encoder-decoder with the weights that it writes with. */
export interface SourceWriter {
  readonly model: EncoderDecoderModel;
  readonly parameter: ParameterLookup;
}

interface SourceViews {
  /** u32 [sequences, length] */
  readonly ids: BufferView;
  readonly mask: BufferView;
  /** [sequences, length, width], two a layer. */
  readonly memory: readonly { readonly keys: BufferView; readonly values: BufferView }[];
}

const persistent = (label: string, elements: number): BufferView =>
  wholeView(declareBuffer(label, elements * 4, 'activations', true));

function declareSource(
  { cache: { layers }, memoryWidth }: EncoderDecoderModel,
  sequences: number,
  length: number,
): SourceViews {
  const elements = sequences * length * memoryWidth;
  return {
    ids: persistent('source_ids', sequences * length),
    mask: persistent('source_mask', sequences * length),
    memory: Array.from({ length: layers }, (_, layer) => ({
      keys: persistent(`source_keys.${layer}`, elements),
      values: persistent(`source_values.${layer}`, elements),
    })),
  };
}

const maskOf = ({ mask }: SourceViews, shape: readonly number[]) =>
  leaf('mask', shape, 'u32', mask);

function captureSource(
  { model, parameter }: SourceWriter,
  views: SourceViews,
  shape: readonly [number, number],
  limits: KernelLimits,
): readonly Dispatch[] {
  const recorder = new Recorder(limits);
  const ids = leaf('ids', shape, 'u32', views.ids);
  const memory = model.encode(parameter, { ids, keyMask: maskOf(views, shape) });
  const targets = memory.flatMap(({ keys, values }, layer) => [
    { tensor: keys, into: views.memory[layer]!.keys },
    { tensor: values, into: views.memory[layer]!.values },
  ]);
  new GraphLowering(recorder, views.ids).run(targets);
  return recorder.dispatches;
}

/** The decoder alone, as a model that continues texts: what it looks up lies in `views`. */
function decoderOf(
  model: EncoderDecoderModel,
  views: SourceViews,
  shape: readonly [number, number],
): LanguageModel {
  const wide = [...shape, model.memoryWidth];
  const memory: SourceMemory = views.memory.map(({ keys, values }, layer) => ({
    keys: leaf(`source_keys.${layer}`, wide, 'f32', keys),
    values: leaf(`source_values.${layer}`, wide, 'f32', values),
  }));
  const { vocabSize, contextLength, parameters, cache } = model;
  return {
    vocabSize,
    contextLength,
    parameters,
    cache,
    forward(parameter, inputs) {
      const keyMask = maskOf(views, shape);
      return model.decode(parameter, { ids: inputs.ids, memory, keyMask, cache: inputs.cache! });
    },
  };
}

export class SourceDecoder implements TokenGenerator {
  readonly #context: ComputeContext;
  readonly #start: number;
  readonly #views: SourceViews;
  readonly #encoder: Program;
  readonly #decoder: Decoder;
  readonly length: number;

  private constructor(
    context: ComputeContext,
    { start, length }: { readonly start: number; readonly length: number },
    views: SourceViews,
    programs: { readonly encoder: Program; readonly decoder: Decoder },
  ) {
    this.#context = context;
    this.#start = start;
    this.length = length;
    this.#views = views;
    this.#encoder = programs.encoder;
    this.#decoder = programs.decoder;
  }

  /** `length`: tokens of a source, at most. */
  static async create(
    context: ComputeContext,
    writer: SourceWriter,
    { sequences, length }: { readonly sequences: number; readonly length: number },
  ): Promise<SourceDecoder> {
    const { model, parameter } = writer;
    const shape = [sequences, length] as const;
    const views = declareSource(model, sequences, length);
    const encoder = await context.compile(captureSource(writer, views, shape, context.open.limits));
    const language = { model: decoderOf(model, views, shape), parameter };
    const decoder = await Decoder.create(context, language, sequences).catch((thrown: unknown) => {
      encoder.destroy();
      throw thrown;
    });
    const facts = { start: model.decoderStart, length };
    return new SourceDecoder(context, facts, views, { encoder, decoder });
  }

  get sequences(): number {
    return this.#decoder.sequences;
  }

  get room(): number {
    return this.#decoder.room;
  }

  get stepProgram(): Program {
    return this.#decoder.stepProgram;
  }

  /** `sources`: one a sequence, of any lengths up to `length`, and not empty. */
  async start(sources: readonly (readonly number[])[]): Promise<void> {
    const { buffers } = this.#context;
    const ids = new Uint32Array(this.sequences * this.length);
    const mask = new Uint32Array(ids.length);
    sources.forEach((source, row) => {
      ids.set(source, row * this.length);
      mask.fill(1, row * this.length, row * this.length + source.length);
    });
    buffers.write(this.#views.ids, ids);
    buffers.write(this.#views.mask, mask);
    this.#encoder.run();
    await this.#decoder.start(sources.map(() => [this.#start]));
  }

  sample(count: number, made: number, settings: SamplingSettings): Promise<number[][]> {
    return this.#decoder.sample(count, made, settings);
  }

  score(newest: readonly number[]): Promise<Float32Array[]> {
    return this.#decoder.score(newest);
  }

  reorder(parents: readonly number[]): Promise<void> {
    return this.#decoder.reorder(parents);
  }

  /** [sequences][V]: what the newest token was drawn from. */
  logits(): Promise<Float32Array[]> {
    return this.#decoder.logits();
  }

  async destroy(): Promise<void> {
    await this.#decoder.destroy();
    this.#encoder.destroy();
    const { ids, mask, memory } = this.#views;
    const all = [ids, mask, ...memory.flatMap(({ keys, values }) => [keys, values])];
    for (const { buffer } of all) this.#context.buffers.freeResident(buffer);
  }
}
