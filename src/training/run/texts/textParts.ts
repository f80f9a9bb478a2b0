// What a run reads, part by part, as people name it.
import { isBrought } from '../../data/corpora/corpora';
import { exampleSetOf } from '../../data/examples/exampleSets';
import type { DataConfig } from '../config';

/** A built-in text by its id, or the user's own by its name; so, too, sets of examples. */
export interface TextPart {
  readonly kind: 'corpus' | 'examples';
  readonly id: string;
  readonly name?: string | undefined;
}

/** What a run writes about: its text; where it reads examples alone, the text of its base. */
export function textOf({ examples: _examples, general, ...text }: DataConfig): DataConfig {
  if (text.corpus !== 'task' || !general) return text;
  const { seed = text.seed, validation_share = text.validation_share, ...base } = general;
  return { ...base, seed, validation_share };
}

/** In the order in which they are read. */
export function textParts(data: DataConfig): TextPart[] {
  const { corpus, more = [], content } = textOf(data);
  return [{ corpus }, ...more].map(({ corpus: id }) => {
    const name = isBrought(id) ? content?.name : undefined;
    return { kind: 'corpus', id, ...(name !== undefined && { name }) };
  });
}

/** Of a classifier. */
export function exampleParts({ examples }: DataConfig): TextPart[] {
  if (!examples) return [];
  const { set: id, content } = examples;
  const isOwn = content !== undefined && !exampleSetOf(examples);
  return [{ kind: 'examples', id, ...(isOwn && { name: content.name }) }];
}
