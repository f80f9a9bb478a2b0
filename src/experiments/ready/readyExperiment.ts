// What a file of a ready-made model holds: how it is trained and stored, and the words that introduce it.
import type { RunConfigInput } from '../../training/run/config';
import type { Words } from '../experiment';

/** What one does with it: continue a text, classify one, ask it something, or try its task. */
export type ReadyKind = 'text' | 'classify' | 'answer' | 'task';

export interface ReadyExperiment {
  readonly id: string;
  readonly kind: ReadyKind;
  readonly title: Words;
  /** One or two sentences: what it does, and how well. */
  readonly about: Words;
  /** What it cannot do. */
  readonly limits: Words;
  readonly licence: string;
  /** How its files hold the weights: what is smallest and keeps the loss. */
  readonly form: 'f16' | 'int8';
  /** Of the texts it is for; the first shows it best. */
  readonly prompts: readonly string[];
  readonly config: RunConfigInput;
  /** Steps whose weights are kept as well. */
  readonly checkpoints?: readonly number[];
}
