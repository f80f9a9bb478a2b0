// Models as the rest of the engine sees them, whatever their family.
// B: sequences, T: positions, C: width, V: vocabulary.
import type { ParameterSpec } from '../parameters';
import type { KeysAndValues } from '../nn/attention';
import type { ParameterLookup } from '../nn/weights';
import type { KeyValueCache } from '../ops/attention/cachedAttention';
import type { Tensor } from '../tensor';

/** What every family has. */
export interface Model {
  readonly vocabSize: number;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  /** In the order in which data flows, under Hugging Face's names where the family has them. */
  readonly parameters: readonly ParameterSpec[];
}

interface Pass {
  /** False at evaluation: dropout is left out. */
  readonly training: boolean;
  /** Blocks are computed again in the backward pass instead of being kept. */
  readonly recompute?: boolean | undefined;
}

export interface LanguageInputs extends Pass {
  /** u32 [B, T] */
  readonly ids: Tensor;
  /** u32 [B, T], 1 = a real token. */
  readonly keyMask?: Tensor | undefined;
  /** `ids` are the newest tokens of sequences whose earlier keys and values lie here. */
  readonly cache?: KeyValueCache | undefined;
}

export interface LanguageOutputs {
  /** [B, T, V] */
  readonly logits: Tensor;
  /** After the last norm, [B, T, C]. */
  readonly final: Tensor;
  /** The residual stream: embeddings, then the output of each block, [B, T, C]. */
  readonly hidden: readonly Tensor[];
}

/** Of each layer: the width of its keys and of its values. */
export interface CacheShape {
  readonly layers: number;
  readonly width: number;
}

/** Predicts each next token from those before it. */
export interface LanguageModel extends Model {
  /**
   * What `inputs.cache` must hold: so many layers, keys and values of this width (Hkv · hd) each.
   * A model without it writes by running its whole window for every token.
   */
  readonly cache?: CacheShape;
  forward(parameter: ParameterLookup, inputs: LanguageInputs): LanguageOutputs;
}

export interface EncoderInputs extends LanguageInputs {
  /** u32 [B, T], segment of each position; all 0 where left out. */
  readonly segments?: Tensor | undefined;
}

export interface EncoderOutputs {
  /** The last block's output, [B, T, C]. */
  readonly final: Tensor;
  readonly hidden: readonly Tensor[];
  /** Scores for masked positions [B, T, V], from a model with that head. */
  readonly logits?: Tensor | undefined;
  /** [B, C], from a model with a pooler. */
  readonly pooled?: Tensor | undefined;
  /** [B, 2]: follows, does not follow. */
  readonly nextSentence?: Tensor | undefined;
}

/** Sees a whole sequence at once. */
export interface EncoderModel extends Model {
  forward(parameter: ParameterLookup, inputs: EncoderInputs): EncoderOutputs;
}

export interface EncoderDecoderInputs extends LanguageInputs {
  /** u32 [B, Td]: the target moved right by one, behind the start token. */
  readonly decoderIds: Tensor;
}

export interface EncoderDecoderOutputs extends LanguageOutputs {
  readonly encoderFinal: Tensor;
  readonly encoderHidden: readonly Tensor[];
}

/** What is left of a source when it has been read: what each layer of the decoder looks up. */
export type SourceMemory = readonly KeysAndValues[];

export interface DecoderInputs extends Pick<LanguageInputs, 'keyMask'> {
  /** u32 [B, Td] */
  readonly ids: Tensor;
  readonly memory: SourceMemory;
  readonly cache: KeyValueCache;
}

/** Reads one sequence, writes another. */
export interface EncoderDecoderModel extends Model {
  readonly decoderStart: number;
  /** Of the decoder's self-attention. */
  readonly cache: CacheShape;
  /** Of what the decoder looks up, a layer. */
  readonly memoryWidth: number;
  /** Reads a source once, for `decode`. */
  encode(parameter: ParameterLookup, inputs: Pick<LanguageInputs, 'ids' | 'keyMask'>): SourceMemory;
  /** What comes behind the tokens that the cache holds. */
  decode(parameter: ParameterLookup, inputs: DecoderInputs): LanguageOutputs;
  forward(parameter: ParameterLookup, inputs: EncoderDecoderInputs): EncoderDecoderOutputs;
}
