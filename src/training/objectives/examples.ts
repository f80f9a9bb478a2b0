// What an objective makes of the text, in words: the first examples of a run's first batch, as the
// page shows them before any step is made.
import type { BatchShape } from '../run/objective';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { fieldFinder } from './combine';
import type { LossTerm } from './lossTerm';
import type { SpecialIds } from './specialIds';

export interface ObjectiveExample {
  readonly objective: string;
  /** By field, e.g. `ids` and `targets`; positions that do not count are left out. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Fields that hold tokens; the others are masks, labels and window starts. */
const TOKENS = ['ids', 'decoder_ids', 'targets'];

/** Tokens as text; those beyond the vocabulary by their names. */
export function wordsOf(ids: Int32Array, tokenizer: Tokenizer, special: SpecialIds): string {
  const names = new Map([
    [special.cls, '[CLS]'],
    [special.sep, '[SEP]'],
    [special.mask, '[MASK]'],
    ...special.sentinels.map((id, index) => [id, `⟨${index}⟩`] as const),
  ]);
  // The tokenizer writes its own tokens; WordPiece as it is made here writes no special ones.
  const isNamed = (id: number): boolean =>
    id >= tokenizer.vocabSize || tokenizer.kind === 'wordpiece';
  const isPad = (id: number): boolean => id === (tokenizer.special?.pad ?? special.pad);
  const pieces: string[] = [];
  let plain: number[] = [];
  const flush = (): void => {
    if (plain.length > 0) pieces.push(tokenizer.decode(plain));
    plain = [];
  };
  for (const id of ids) {
    if (id < 0 || (isPad(id) && (isNamed(id) || tokenizer.special))) continue;
    const name = isNamed(id) ? names.get(id) : undefined;
    if (name === undefined) plain.push(id);
    else {
      flush();
      pieces.push(name);
    }
  }
  flush();
  return pieces.join('').trim();
}

/** `batch`: as the run's `batchesOf` gives it. Contrastive views follow each other by half a batch. */
export function objectiveExamples(
  terms: readonly LossTerm[],
  shape: BatchShape,
  batch: Int32Array,
  { tokenizer, special }: { readonly tokenizer: Tokenizer; readonly special: SpecialIds },
): ObjectiveExample[] {
  const { find } = fieldFinder(terms, shape);
  return terms.flatMap((term) => {
    const texts: Record<string, string> = {};
    for (const { name, shape: extents } of term.fields(shape)) {
      if (!TOKENS.includes(name)) continue;
      const [rows, positions] = extents as [number, number];
      const words = find(batch, term, name);
      const text = (row: number): string =>
        wordsOf(words.subarray(row * positions, (row + 1) * positions), tokenizer, special);
      texts[name] = text(0);
      if (rows === 2 * shape.batch) texts[`${name}_2`] = text(shape.batch);
    }
    return Object.keys(texts).length > 0 ? [{ objective: term.name, texts }] : [];
  });
}
