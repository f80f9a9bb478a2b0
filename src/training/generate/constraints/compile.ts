// What a text is to be like, compiled for a tokenizer.
import type { Tokenizer } from '../../tokenizers/tokenizer';
import type { CodePoints } from './codePoints';
import { Constraint } from './constraint';
import type { Expression } from './expression';
import { Expressions } from './expressions';
import { wholeMatch } from './pattern/patternExpression';
import { schemaExpression } from './schema/schemaExpression';
import { vocabularyOf } from './vocabulary';

export type ConstraintSpec =
  /** The whole text matches, as JavaScript reads the pattern under the u flag. */
  | { readonly kind: 'regex'; readonly pattern: string }
  /** A JSON schema, draft 2020-12; where it is left out, any object. */
  | { readonly kind: 'json'; readonly schema?: unknown };

/**
 * `endIds`: tokens that end a text.
 * @throws ConstraintError
 */
export function compileConstraint(
  spec: ConstraintSpec,
  tokenizer: Tokenizer,
  endIds: readonly number[] = [],
): Constraint {
  const expressions = new Expressions();
  const start = startOf(spec, expressions);
  return new Constraint(expressions, start, vocabularyOf(tokenizer, endIds));
}

function startOf(spec: ConstraintSpec, to: Expressions): Expression {
  if (spec.kind === 'json') return schemaExpression(to, spec.schema ?? { type: 'object' });
  return wholeMatch(to, spec.pattern, (set: CodePoints) => to.characters(set));
}
