// Prompts to begin with, suited to the model: what came with it, or what its training was like.
import { readsSource, type PlayModel } from '../playModel';

/** Kinds of prompts that have words in both languages. */
export type Kind = 'instruction' | 'question' | 'summary' | 'code';

export type Chip = { readonly text: string } | { readonly kind: Kind };

export function chipsOf(model: PlayModel): Chip[] {
  if (model.prompts) return model.prompts.map((text) => ({ text }));
  if (readsSource(model)) return [{ kind: 'question' }, { kind: 'summary' }];
  const own = model.provenance?.sample.prompt ?? '';
  if (own !== '') return [{ text: own }];
  return (['instruction', 'question', 'summary', 'code'] as const).map((kind) => ({ kind }));
}
