// A model that something starts from or is held against: fine-tuning, distillation, comparison.
import type { ModelConfig } from '../run/config';
import type { Tokenizer } from '../tokenizers/tokenizer';

/** Where such a model is: a run alive in this lab, a kept run, or a model that was brought in. */
export type BaseRef =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'loaded'; readonly id: string };

export interface BaseModel {
  /** As the visitor knows it. */
  readonly name: string;
  readonly config: ModelConfig;
  /** Rows of the embedding; the tokeniser may know fewer tokens. */
  readonly vocabSize: number;
  readonly tokenizer: Tokenizer;
  /** By parameter name, as the model of this config has them. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}
