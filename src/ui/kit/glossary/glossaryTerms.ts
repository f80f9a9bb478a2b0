// Finds the glossary's terms in a text: the longest first, each once.

export interface GlossaryTerm<Id extends string = string> {
  readonly id: Id;
  /** As the glossary heads it. */
  readonly term: string;
}

export interface TermPiece<Id extends string = string> {
  readonly text: string;
  /** Null of text between terms. */
  readonly id: Id | null;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** "Standard error (±)" stands in a text without its sign. */
const spelling = (term: string): string => term.replace(/\s*[(（].*$/, '');

const IS_LATIN = /^[\p{Script=Latin}\s\d-]+$/u;

/** Latin terms count as whole words, with a plural; Chinese has neither. */
const patternOf = (term: string): string => {
  const spelt = escaped(spelling(term));
  return IS_LATIN.test(term) ? String.raw`(?<![\p{L}\d-])${spelt}(?:e?s)?(?![\p{L}\d-])` : spelt;
};

/** The pieces of `text` in order; together they are `text`. */
export function termPieces<Id extends string>(
  text: string,
  terms: readonly GlossaryTerm<Id>[],
): TermPiece<Id>[] {
  if (terms.length === 0) return [{ text, id: null }];
  const longestFirst = terms.toSorted((a, b) => b.term.length - a.term.length);
  const pattern = new RegExp(
    longestFirst.map(({ term }) => `(${patternOf(term)})`).join('|'),
    'giu',
  );
  const found = new Set<Id>();
  const pieces: TermPiece<Id>[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const { id } = longestFirst[match.slice(1).findIndex((group) => group !== undefined)]!;
    if (found.has(id)) continue;
    found.add(id);
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), id: null });
    pieces.push({ text: match[0], id });
    from = match.index + match[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ text: text.slice(from), id: null });
  return pieces;
}
