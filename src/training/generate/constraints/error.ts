// Why a constraint is refused: a code, fields, and an English sentence; the page translates by code.
import { BenchtopError } from '../../../gpu/errors';

const SENTENCES = {
  constraint_bad_pattern: 'This is no regular expression: {{pattern}} ({{reason}}).',
  constraint_lookaround:
    'Lookaround ({{what}}) at character {{at}} of {{pattern}} is not supported in a constraint.',
  constraint_backreference:
    'The back reference {{what}} at character {{at}} of {{pattern}} is not supported in a constraint.',
  constraint_word_boundary:
    'The word boundary {{what}} at character {{at}} of {{pattern}} is not supported in a constraint.',
  constraint_anchor:
    '{{what}} at character {{at}} of {{pattern}} is not supported: the whole text is matched, so ^ may stand at the beginning and $ at the end alone.',
  constraint_group:
    'The group {{what}} at character {{at}} of {{pattern}} is not supported in a constraint.',
  constraint_no_schema:
    'A JSON schema is an object, true or false; at {{at}} it is something else.',
  constraint_bad_schema: 'This is no JSON schema: {{keyword}} at {{at}} has a wrong value.',
  constraint_keyword: 'The keyword {{keyword}} at {{at}} of the JSON schema is not supported.',
  constraint_keyword_value:
    'The keyword {{keyword}} at {{at}} of the JSON schema is not supported with the value {{value}}.',
  constraint_self_reference: 'The JSON schema refers to itself without end: {{at}}.',
  constraint_one_of:
    'Options {{a}} and {{b}} of oneOf at {{at}} of the JSON schema may both be valid: make them differ in a type or in a required constant, or use anyOf.',
  constraint_unsatisfiable: 'No text satisfies this constraint.',
  constraint_missing:
    'The vocabulary of this model has no tokens for {{characters}}, which the constraint needs.',
  constraint_too_long:
    'The shortest text for this constraint takes {{needed}} tokens, and at most {{tokens}} are to be generated.',
  constraint_tokenizer:
    'The tokens of this tokenizer change the text of their neighbors: it cannot write under a constraint.',
  constraint_too_many_states: 'This constraint is too complex: it has more than {{most}} states.',
  constraint_too_many_alternatives:
    'This constraint is too complex: it has more than {{most}} alternatives at one place.',
} as const;

export type ConstraintErrorCode = keyof typeof SENTENCES;

export class ConstraintError extends BenchtopError {
  override readonly name = 'ConstraintError';

  constructor(code: ConstraintErrorCode, fields: Record<string, string | number> = {}) {
    const sentence = SENTENCES[code].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
      String(fields[name]),
    );
    super(code, sentence, fields);
  }
}
