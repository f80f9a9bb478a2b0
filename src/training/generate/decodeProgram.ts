// Captures how a model writes: one step that takes the newest token of each sequence, appends to the
// cache, and samples the next; and a prefill that only fills the cache. Where a model keeps no cache,
// the step runs the whole window [B, T] instead. Needs no device.
import type { BufferView, Dispatch, KernelLimits, MemoryKind } from '../../gpu/dispatch';
import { decodeControlBytes } from '../../gpu/kernels/attention/decodeControl';
import { sampleToken, seenWords } from '../../gpu/kernels/attention/sampleToken';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { GraphLowering } from '../lower';
import type { LanguageModel } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import type { KeyValueCache, LayerCache } from '../ops/attention/cachedAttention';
import { leaf, type Tensor } from '../tensor';

/** A model with the weights that it writes with. */
export interface Writer {
  readonly model: LanguageModel;
  readonly parameter: ParameterLookup;
}

/** Tokens between two readbacks, at most. */
export const SLOTS = 32;
/** Tokens that a prefill takes at once, at most. */
const PREFILL_ROWS = 64;

export interface DecodeMemory {
  readonly sequences: number;
  /** Positions of a sequence on the GPU: 1 where a cache holds those before. */
  readonly rows: number;
  /** `packDecodeControl`. */
  readonly control: BufferView;
  /** u32 [sequences, rows] */
  readonly tokens: BufferView;
  readonly seen: BufferView;
  /** u32 [sequences, SLOTS] */
  readonly sampled: BufferView;
  /** [sequences, rows, V] */
  readonly logits: BufferView;
  /** [sequences, positions, width] each; empty without a cache. */
  readonly caches: readonly { readonly keys: BufferView; readonly values: BufferView }[];
}

const persistent = (label: string, elements: number, kind: MemoryKind = 'data'): BufferView =>
  wholeView(declareBuffer(label, elements * 4, kind, true));

export function declareDecodeMemory(model: LanguageModel, sequences: number): DecodeMemory {
  const { vocabSize, contextLength, cache } = model;
  const rows = cache ? 1 : contextLength;
  const cached = cache ? sequences * contextLength * cache.width : 0;
  return {
    sequences,
    rows,
    control: persistent('decode_control', decodeControlBytes(sequences) / 4),
    tokens: persistent('decode_tokens', sequences * rows),
    seen: persistent('decode_seen', sequences * seenWords(vocabSize)),
    sampled: persistent('decode_sampled', sequences * SLOTS),
    logits: persistent('decode_logits', sequences * rows * vocabSize, 'logits'),
    caches: Array.from({ length: cache?.layers ?? 0 }, (_, layer) => ({
      keys: persistent(`cache_keys.${layer}`, cached, 'activations'),
      values: persistent(`cache_values.${layer}`, cached, 'activations'),
    })),
  };
}

export const decodeViews = (memory: DecodeMemory): BufferView[] => {
  const { control, tokens, seen, sampled, logits, caches } = memory;
  const cached = caches.flatMap(({ keys, values }) => [keys, values]);
  return [control, tokens, seen, sampled, logits, ...cached];
};

function cacheOf(
  { contextLength, cache }: LanguageModel,
  { sequences, control, caches }: DecodeMemory,
  onAppend?: KeyValueCache['onAppend'],
): KeyValueCache | undefined {
  if (!cache) return undefined;
  const shape = [sequences, contextLength, cache.width];
  return {
    control: leaf('control', [control.sizeBytes / 4], 'u32', control),
    layers: caches.map(({ keys, values }, layer) => ({
      keys: leaf(`keys.${layer}`, shape, 'f32', keys),
      values: leaf(`values.${layer}`, shape, 'f32', values),
    })),
    ...(onAppend && { onAppend }),
  };
}

export function captureDecodeStep(
  { model, parameter }: Writer,
  memory: DecodeMemory,
  limits: KernelLimits,
): readonly Dispatch[] {
  const { sequences, rows, tokens, control, seen, sampled } = memory;
  const recorder = new Recorder(limits);
  const ids = leaf('ids', [sequences, rows], 'u32', tokens);
  const cache = cacheOf(model, memory);
  const { logits } = model.forward(parameter, { ids, training: false, cache });
  new GraphLowering(recorder, control).run([{ tensor: logits, into: memory.logits }]);
  sampleToken(recorder, {
    logits: memory.logits,
    control,
    seen,
    probs: recorder.temporary('decode_probs', sequences * model.vocabSize * 4, 'logits'),
    tokens,
    sampled,
    sequences,
    rows,
    slots: SLOTS,
    vocab: model.vocabSize,
  });
  return recorder.dispatches;
}

export interface CapturedPrefill {
  readonly dispatches: readonly Dispatch[];
  /** u32 [1, rows] */
  readonly ids: BufferView;
  readonly rows: number;
}

/** One sequence's tokens, a chunk at a time: positions of a chunk that hold none are written again later. */
export function capturePrefill(
  { model, parameter }: Writer,
  memory: DecodeMemory,
  limits: KernelLimits,
): CapturedPrefill {
  const rows = Math.min(PREFILL_ROWS, model.contextLength);
  const ids = persistent('prefill_ids', rows);
  let last: LayerCache | undefined;
  const cache = cacheOf(model, memory, (_layer, appended) => (last = appended));
  const recorder = new Recorder(limits);
  model.forward(parameter, {
    ids: leaf('ids', [1, rows], 'u32', ids),
    training: false,
    cache,
  });
  // What the last layer appends needs everything below it, and nothing above: no logits.
  const targets: Tensor[] = last ? [last.keys] : [];
  new GraphLowering(recorder, memory.control).run(targets.map((tensor) => ({ tensor })));
  return { dispatches: recorder.dispatches, ids, rows };
}

export interface CapturedRows {
  readonly dispatches: readonly Dispatch[];
  /** u32 [1, rows] */
  readonly ids: BufferView;
  /** [1, rows, V] */
  readonly logits: BufferView;
  readonly rows: number;
}

/** A few tokens of one sequence in one pass, with the logits behind each. */
export function captureRows(
  { model, parameter }: Writer,
  memory: DecodeMemory,
  rows: number,
  limits: KernelLimits,
): CapturedRows {
  const ids = persistent('row_ids', rows);
  const logits = persistent('row_logits', rows * model.vocabSize, 'logits');
  const recorder = new Recorder(limits);
  const inputs = { ids: leaf('ids', [1, rows], 'u32', ids), cache: cacheOf(model, memory) };
  const outputs = model.forward(parameter, { ...inputs, training: false });
  new GraphLowering(recorder, memory.control).run([{ tensor: outputs.logits, into: logits }]);
  return { dispatches: recorder.dispatches, ids, logits, rows };
}
