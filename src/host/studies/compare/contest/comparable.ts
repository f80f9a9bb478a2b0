// A model with what it is compared on: a text, or the held-out examples of its own objective.
import type { Model } from '../../../../training/models/interfaces';
import type { TextData } from '../../../../training/objectives/source';
import type { RunConfig } from '../../../../training/run/config';
import type { Provenance } from '../../../../training/run/provenance';
import type { Tokenizer } from '../../../../training/tokenizers/tokenizer';
import type { ChosenText } from '../../../protocol/studyText';
import type { HeldOutPrompts } from '../../../run/runAnswers';
import type { Trained } from '../../compress/variants';
import type { Comparable } from './setup';

export interface ObjectiveComparable {
  /** Whose objectives are measured. */
  readonly config: RunConfig;
  readonly data: TextData;
  readonly tokenizer: Tokenizer;
  readonly trained: Trained<Model>;
  readonly steps: number;
  readonly provenance: Provenance | undefined;
  /** The config's data is what the model was trained on; otherwise it was chosen. */
  readonly isOwn: boolean;
  /** The text or the examples themselves where they are not built in. */
  readonly brought: Pick<ChosenText, 'supplied' | 'examples'>;
  /** Of objectives that learn from examples. */
  readonly heldOut: HeldOutPrompts;
}

export type AnyComparable =
  | { readonly kind: 'text'; readonly source: Comparable }
  | { readonly kind: 'objective'; readonly source: ObjectiveComparable };
