// A pattern as an expression, for texts that stand for themselves and for those inside of JSON strings.
import { ANY_CHARACTER, type CodePoints } from '../codePoints';
import type { Expression } from '../expression';
import type { Expressions } from '../expressions';
import { parsePattern } from './parsePattern';
import type { PatternNode } from './syntax';

/** How one character of a set is written. */
export type WritesCharacter = (set: CodePoints) => Expression;

/** The whole text matches. */
export function wholeMatch(
  expressions: Expressions,
  pattern: string,
  write: WritesCharacter,
): Expression {
  const options = parsePattern(pattern).map(({ node }) => convert(expressions, node, write));
  return expressions.choice(...options);
}

/** It matches somewhere, as JSON schema has it. */
export function matchWithin(
  expressions: Expressions,
  pattern: string,
  write: WritesCharacter,
): Expression {
  const anything = expressions.repeat(write(ANY_CHARACTER), 0, Infinity);
  const options = parsePattern(pattern).map(({ node, isAtStart, isAtEnd }) =>
    expressions.sequence(
      isAtStart ? expressions.empty : anything,
      convert(expressions, node, write),
      isAtEnd ? expressions.empty : anything,
    ),
  );
  return expressions.choice(...options);
}

function convert(to: Expressions, node: PatternNode, write: WritesCharacter): Expression {
  const inner = (one: PatternNode): Expression => convert(to, one, write);
  switch (node.type) {
    case 'set':
      return write(node.set);
    case 'sequence':
      return to.sequence(...node.items.map(inner));
    case 'choice':
      return to.choice(...node.options.map(inner));
    case 'repeat':
      return to.repeat(inner(node.item), node.min, node.max);
  }
}
