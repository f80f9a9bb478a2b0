// One variant in a comparison on a device: its model and decoder, and how each of its figures is found.
import type { ComputeContext } from '../../../gpu/compute';
import type { Dispatch } from '../../../gpu/dispatch';
import { Decoder } from '../../../training/generate/decoder';
import { writeText, type SamplingRequest } from '../../../training/generate/writeText';
import { measureLayers } from '../../../training/inspect/layerTimes';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { HeldOut } from './quality';
import type { CostFigures, LayerFigures } from '../../protocol/compare';
import { heldOutLogits, windowReader } from './contest/heldOutLogits';
import { ledgerOf, memorySince } from './memory';
import type { ScoredModel } from './evalTasks';
import { DeviceStack } from '../deviceStack';
import type { Piece } from '../compress/stages';
import { stored, type Trained } from '../compress/variants';

/** What it writes behind a prompt. */
export async function textBy(
  { decoder, model: { contextLength, vocabSize } }: Pick<Compared, 'decoder' | 'model'>,
  tokenizer: Tokenizer,
  request: SamplingRequest,
  signal: AbortSignal,
): Promise<string> {
  const voice = { tokenizer, contextLength, vocabSize };
  const { texts } = await writeText(decoder, voice, request, () => undefined, signal);
  return texts[0]!;
}

/** Of caches or windows for texts side by side. */
const MOST_TOGETHER_BYTES = 512 * 2 ** 20;

export type Compared = Awaited<ReturnType<typeof comparedOn>>;

/** Stored as `stored` does it. */
export async function comparedOn(
  context: ComputeContext,
  trained: Trained,
  schemeOf?: Piece['schemeOf'],
  isPruned?: boolean,
) {
  const before = ledgerOf(context);
  const { model, weights, parameters, diskBytes, otherBytes } = await stored(
    context,
    trained,
    schemeOf,
    isPruned,
  );
  const writer = { model, parameter: weights.parameter };
  const stack = new DeviceStack();
  await stack.add(weights);
  const decoder = await stack.add(Decoder.create(context, writer));
  const { dispatches } = decoder.stepProgram;
  return {
    model,
    decoder,
    /** What one decoding step runs. Two that are equal are equally fast on one device. */
    program: JSON.stringify(dispatches.map(codeOf)),
    /** One decoding step, for itself. */
    runStep: (): void => decoder.stepProgram.run(),
    /** Waits for its device. */
    idle: (): Promise<void> => context.idle(),
    cost: (): CostFigures => ({
      parameters,
      diskBytes,
      ...memorySince(before, context, otherBytes),
      flopsPerToken: dispatches.reduce((sum, { flops }) => sum + flops, 0),
      bytesPerToken: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
    }),
    /** Logits [T, V] of every window. */
    logits: ({ windows }: HeldOut, signal: AbortSignal) =>
      heldOutLogits(context, writer, windows, signal),
    /** Logits of windows that begin with what is read, and greedy text. */
    scoredModel: (tokenizer: Tokenizer, signal: AbortSignal): ScoredModel => ({
      reader: (seqLen, windows) => windowReader(context, writer, seqLen, windows),
      write: (request) => textBy({ decoder, model }, tokenizer, request, signal),
    }),
    /** What the programs write is spoilt: nothing can be written after it without a new start. */
    async layers(): Promise<LayerFigures> {
      const prefill = await decoder.prefillProgram;
      return {
        decode: await measureLayers(context, model.parameters, decoder.stepProgram),
        prefill: prefill && (await measureLayers(context, model.parameters, prefill)),
      };
    },
    /** Writes several texts side by side; null where that takes too much memory. */
    async together(texts: number): Promise<Decoder | null> {
      const { contextLength, cache, vocabSize } = model;
      const floats = cache ? 2 * cache.layers * cache.width : vocabSize;
      if (4 * texts * contextLength * floats > MOST_TOGETHER_BYTES) return null;
      return Decoder.create(context, writer, texts);
    },
    destroy: (): Promise<void> => stack.destroy(),
  };
}

/** Of one dispatch, all that its time depends on. */
const codeOf = (dispatch: Dispatch): unknown[] => {
  const { label, shader, entry, constants, elem, overrides, params, grid } = dispatch;
  return [label, shader.name, entry, constants, elem, overrides, params, grid];
};
