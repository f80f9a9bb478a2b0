// JSON strings as JSON.stringify writes them: each text in a single way.
import { ANY_CHARACTER, CodePoints } from '../codePoints';
import type { Expression } from '../expression';
import type { Expressions } from '../expressions';
import { matchWithin, wholeMatch } from '../pattern/patternExpression';
import type { FlatSchema } from './flat';
import { FORMATS } from './formats';

/** Control characters, the quotation mark and the backslash. */
const ESCAPED = CodePoints.of([
  [0, 0x1f],
  [0x22, 0x22],
  [0x5c, 0x5c],
]);

/** One character of a set, as it stands inside of a string. */
function stringCharacter(to: Expressions, set: CodePoints): Expression {
  const escaped = [...ESCAPED.points()]
    .filter((point) => set.has(point))
    .map((point) => to.literal(JSON.stringify(String.fromCharCode(point)).slice(1, -1)));
  return to.choice(to.characters(set.without(ESCAPED)), ...escaped);
}

const anyText = (to: Expressions, min = 0, max = Infinity): Expression =>
  to.repeat(stringCharacter(to, ANY_CHARACTER), min, max);

const quoted = (to: Expressions, content: Expression): Expression =>
  to.sequence(to.literal('"'), content, to.literal('"'));

export function stringExpression(
  to: Expressions,
  { minLength, maxLength, patterns, formats }: FlatSchema['text'],
): Expression {
  if (minLength > maxLength) return to.none;
  const write = (set: CodePoints): Expression => stringCharacter(to, set);
  const parts = [
    ...patterns.map((pattern) => matchWithin(to, pattern, write)),
    ...formats.map((name) => wholeMatch(to, FORMATS[name]!, write)),
  ];
  const isLimited = minLength > 0 || maxLength < Infinity;
  if (isLimited || parts.length === 0) parts.push(anyText(to, minLength, maxLength));
  return quoted(
    to,
    parts.reduce((all, part) => to.both(all, part)),
  );
}

/** Any string but these. */
export function stringExcept(to: Expressions, texts: readonly string[]): Expression {
  return quoted(
    to,
    contentExcept(
      to,
      [...new Set(texts)].map((text) => [...text]),
    ),
  );
}

function contentExcept(to: Expressions, texts: readonly (readonly string[])[]): Expression {
  if (texts.length === 0) return anyText(to);
  const byFirst = new Map<string, string[][]>();
  for (const [first, ...rest] of texts) {
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), rest]);
  }
  const others = CodePoints.in([...byFirst.keys()].join('')).inverse();
  const options = [...byFirst].map(([first, rests]) =>
    to.sequence(stringCharacter(to, CodePoints.in(first)), contentExcept(to, rests)),
  );
  options.push(to.sequence(stringCharacter(to, others), anyText(to)));
  if (texts.every(({ length }) => length > 0)) options.push(to.empty);
  return to.choice(...options);
}
