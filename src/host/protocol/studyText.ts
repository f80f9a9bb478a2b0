// The text of a study: a model's own, or one that was chosen.
import type { BaseRef } from '../../training/models/baseModel';
import type { DataConfigInput } from '../../training/run/config';
import type { TextPart } from '../../training/run/texts/textParts';
import type { OwnExamples } from './examples';
import type { SuppliedText } from './text';

/** What a study reads in place of the model's own text or examples. */
export interface ChosenText {
  /** As a run has it; its `examples` where those of a classifier are chosen. */
  readonly data: DataConfigInput;
  /** Where it is not built in. */
  readonly supplied?: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
}

/** The same as the page names it: its texts are in the Worker's library. */
export type PageText = Omit<ChosenText, 'supplied'> & { readonly textId?: string | undefined };

/** From the page: its text stands on the Worker's library. */
export type WithTextId<Request> = Omit<Request, 'text'> & { readonly textId?: string };

/** A study's request as the page makes it. */
export type WithPageText<Request> = 'text' extends keyof Request
  ? Omit<Request, 'text'> & { readonly text?: PageText | undefined }
  : Request;

/** A model, and what a study of it reads: its own held-out text or examples where left out. */
export interface StudyModel {
  readonly model: BaseRef;
  readonly text?: ChosenText | undefined;
}

/** What a study has read, for titles and reports. */
export interface TextFacts {
  /** In the order in which a run reads them. */
  readonly parts: readonly TextPart[];
  /** The model's own; otherwise it was chosen. */
  readonly isOwn: boolean;
  /** Held-out text on which all are evaluated; null for examples. */
  readonly tokens: number | null;
  readonly bytes: number | null;
}
