// What a run reads, part by part, as people name it.
import { isBrought } from '../../data/corpora/corpora';
import { exampleSetOf } from '../../data/examples/exampleSets';
import type { DataConfig } from '../config';
import type { ObjectiveConfig } from '../objectiveConfig';

/** A built-in text by its id, or the user's own by its name; so, too, sets of examples. */
export interface TextPart {
  readonly kind: 'corpus' | 'examples';
  readonly id: string;
  readonly name?: string | undefined;
}

/** What a run writes about: its text; where it reads examples alone, the text of its base. */
export function textOf({
  examples: _examples,
  more_examples: _more,
  general,
  ...text
}: DataConfig): DataConfig {
  if (text.corpus !== 'task' || !general) return text;
  const { seed = text.seed, validation_share = text.validation_share, ...base } = general;
  return { ...base, seed, validation_share };
}

/** Of several sets the one that a model is studied on: that of its output layer, else the first. */
export function withOneSet(
  { more_examples: more, ...data }: DataConfig,
  objectives: readonly ObjectiveConfig[] = [],
  hasHead = false,
): DataConfig {
  const head = hasHead ? objectives.find(({ kind }) => kind === 'classify') : undefined;
  const named = head?.kind === 'classify' ? head.examples : undefined;
  return { ...data, examples: more?.find(({ set }) => set === named) ?? data.examples };
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
