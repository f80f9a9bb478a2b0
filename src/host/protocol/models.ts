// Models that the user imported, as the page sees them. Their files stay in the origin's private file
// system; weights are read when something is done with the model.
import type { ChatMessage } from '../../training/chat/chatTemplate';
import type { GenerationInput } from '../../training/generate/generationConfig';
import type { Candidate } from '../../training/generate/tokenOdds';
import type { ClassReport } from '../../training/evaluate/classReport';
import type { TextPart, WordEffect } from '../../training/evaluate/leaveOneOut';
import type { Remark } from '../../training/formats/remark';
import type { BaseRef } from '../../training/models/baseModel';
import type { DataConfig, ModelConfig } from '../../training/run/config';
import type { Provenance } from '../../training/run/provenance';
import type { Stage } from './variant';

export type ModelSource =
  | { readonly kind: 'files'; readonly name: string }
  /** Made here. */
  | { readonly kind: 'run'; readonly name: string }
  /** Comes with the lab. */
  | { readonly kind: 'ready'; readonly name: string }
  | VariantOrigin
  | { readonly kind: 'hub'; readonly name: string; readonly revision: string };

/** Made here, by a comparison, of another model. */
export interface VariantOrigin {
  readonly kind: 'variant';
  /** Of the other one, as it was called then. */
  readonly name: string;
  readonly base: BaseRef;
  /** What was done to it, in order. */
  readonly stages: readonly Stage[];
}

/** A LoRA beside a model's weights. */
export interface LoadedAdapter {
  readonly id: string;
  readonly name: string;
  readonly r: number;
  readonly target_modules: readonly string[];
  /** Where it brings an output layer that classifies. */
  readonly labels?: readonly string[] | undefined;
  readonly provenance?: Provenance | undefined;
  readonly sizeBytes: number;
}

export interface LoadedModel {
  readonly id: string;
  readonly name: string;
  readonly config: ModelConfig;
  readonly vocabSize: number;
  /** Tokens that the tokenizer knows. */
  readonly tokens: number;
  readonly parameters: number;
  /** Of its files. */
  readonly sizeBytes: number;
  /** Number formats of the weights in the files, e.g. `F16`. */
  readonly dtype: string;
  readonly source: ModelSource;
  /** How it came to be, where its lineage tells. */
  readonly provenance?: Provenance | undefined;
  /** What the user chose that studies of it read; otherwise what it was trained on. */
  readonly studyText?: DataConfig | undefined;
  /** The language that most of its tokens are of. */
  readonly language?: 'en' | 'zh' | undefined;
  readonly addedAtMs: number;
  readonly adapters: readonly LoadedAdapter[];
  /** A text of this model ends before the first of these. */
  readonly ends: readonly string[];
  /** Continues texts, or reads one and writes another; encoders do not. */
  readonly writes: boolean;
  /** The token behind which an empty prompt goes on, where the model names no beginning token. */
  readonly assumedStart?: string | undefined;
  /** How the mask is spelt, of a model that fills masks. */
  readonly mask?: string | undefined;
  /** Of a classifier: what it says. */
  readonly labels?: readonly string[] | undefined;
  /** What of its files was left out or assumed; absent of models that an earlier version kept. */
  readonly remarks?: readonly Remark[] | undefined;
}

/** A file and its path, as dropped, picked or found in a zip. */
export interface NamedBlob {
  readonly path: string;
  readonly blob: Blob;
}

export interface HubOffer {
  /** As it was asked for, with its revision and folder. */
  readonly address: string;
  readonly name: string;
  readonly revision: string;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
  readonly sizeBytes: number;
}

export interface ModelProgress {
  readonly phase: 'reading' | 'downloading' | 'checking' | 'keeping';
  readonly file: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Of a download: it goes on with what came before, or the file has changed and comes anew. */
  readonly earlier?: 'continued' | 'changed';
}

export type { NextTokens, PromptToken } from '../../training/generate/nextTokens';
export type { Assistance } from '../../training/generate/speculative/assistedSource';
export type { Written, WrittenToken } from '../../training/generate/writeText';

export interface WriteRequest extends GenerationInput {
  readonly base: BaseRef;
  /** A smaller model with the same tokenizer that proposes tokens (speculative decoding). */
  readonly assistant?: BaseRef | undefined;
  readonly prompt: string;
  /** False of a prompt that has its special tokens in it, as one of a chat template. */
  readonly addSpecialTokens?: boolean | undefined;
}

export interface NextTokensRequest {
  readonly base: BaseRef;
  readonly text: string;
  /** Likeliest tokens of each place; 5 where left out. */
  readonly top?: number | undefined;
}

/** Turns of a conversation, made a prompt by a chat template of the model's tokenizer. */
export interface ChatRequest {
  readonly base: BaseRef;
  readonly messages: readonly ChatMessage[];
  /** Which of several; `default` where left out. */
  readonly template?: string | undefined;
}

export interface FillRequest {
  readonly base: BaseRef;
  /** With one or more of the model's mask tokens. */
  readonly text: string;
  /** Candidates of each mask; 5 where left out. */
  readonly most?: number | undefined;
}

export interface FilledMasks {
  /** How the model's mask is spelt. */
  readonly mask: string;
  /** Candidates of each mask, the likeliest first. */
  readonly masks: readonly (readonly Candidate[])[];
  readonly tokens: number;
  /** Tokens at its end that had no place. */
  readonly left: number;
}

export interface ClassifyRequest {
  readonly base: BaseRef;
  readonly text: string;
}

export interface Classified {
  readonly labels: readonly string[];
  /** None of a regression. */
  readonly probabilities: readonly number[];
  /** Of a regression: what is predicted of its one label. */
  readonly score?: number;
  readonly tokens: number;
  /** Tokens at its end that had no place. */
  readonly left: number;
  /** Words of the text that it has not learned from, or that its vocabulary does not have. */
  readonly newWords: readonly string[];
  /** Different words of the text. */
  readonly words: number;
}

/** What each word of a text does for what is predicted of it. */
export interface Attributed {
  /** What is predicted; of a regression, what the number is called. */
  readonly label: string;
  /** Joined, they are the text; words have an effect, what stands between them has none. */
  readonly parts: readonly (Pick<TextPart, 'text'> & Partial<WordEffect>)[];
  /** Words at its end that were not left out to see. */
  readonly left: number;
}

export interface EmbedRequest {
  readonly base: BaseRef;
  readonly texts: readonly string[];
}

export interface Embedded {
  /** [width] each: the mean of the last hidden states of a text's tokens. */
  readonly vectors: readonly Float32Array[];
  /** Tokens at the end of each text that had no place. */
  readonly left: readonly number[];
}

export interface EvaluateRequest {
  readonly base: BaseRef;
  /** A built-in dataset. */
  readonly set: string;
}

export interface Evaluated {
  readonly examples: number;
  readonly accuracy: number;
  /** Standard error of that share. */
  readonly accuracyError?: number;
  readonly classes: ClassReport;
}

/** `stored`: as its files are; `f32`: multiplied out; the others are made of that. */
export const EXPORT_FORMS = [
  'stored',
  'f32',
  'f16',
  'int8',
  'int8_tensor',
  'int8_dynamic',
  'int4',
  'int4_asymmetric',
] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

export interface ExportChoice {
  readonly form: ExportForm;
  /** Of its weights' file. */
  readonly sizeBytes: number;
}

/** All of a run's model, or the adapter that it has learned beside one. */
export type RunExport = 'model' | 'adapter';
