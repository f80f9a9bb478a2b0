// Why a constraint on a text is refused.
export const enConstraintErrors = {
  constraint_bad_pattern: 'This is not a valid regular expression: {{pattern}} ({{reason}}).',
  constraint_lookaround:
    'Lookaround is not supported in a constraint: {{what}} at character {{at}} of {{pattern}}.',
  constraint_backreference:
    'Backreferences are not supported in a constraint: {{what}} at character {{at}} of {{pattern}}.',
  constraint_word_boundary:
    'Word boundaries are not supported in a constraint: {{what}} at character {{at}} of {{pattern}}.',
  constraint_anchor:
    'The pattern always matches the whole text, so ^ may only stand at its beginning and $ only at its end: {{what}} at character {{at}} of {{pattern}}.',
  constraint_group:
    'This kind of group is not supported in a constraint: {{what}} at character {{at}} of {{pattern}}.',
  constraint_no_schema:
    'A JSON schema must be an object, true or false. Something else stands at {{at}}.',
  constraint_bad_schema:
    'The value of the keyword {{keyword}} at {{at}} is not valid in a JSON schema.',
  constraint_keyword:
    'The keyword {{keyword}} (at {{at}} of the JSON schema) is not supported. Remove it to continue without that condition.',
  constraint_keyword_value:
    'The keyword {{keyword}} (at {{at}} of the JSON schema) is not supported with the value {{value}}.',
  constraint_self_reference: 'The JSON schema refers to itself without end: {{at}}.',
  constraint_one_of:
    'Options {{a}} and {{b}} of oneOf could both be valid for the same value ({{at}}). Give them different types or different required constants, or use anyOf.',
  constraint_unsatisfiable: 'No text can satisfy this constraint.',
  constraint_missing:
    "The constraint needs characters that this model's vocabulary has no tokens for: {{characters}}",
  constraint_too_long:
    'The shortest text that satisfies the constraint has {{needed}} tokens; the limit is {{tokens}}. Allow more new tokens.',
  constraint_tokenizer:
    "This model's tokenizer cannot be constrained: its tokens change the text of their neighbors.",
  constraint_too_many_states: 'This constraint is too complex (more than {{most}} states).',
  constraint_too_many_alternatives:
    'This constraint is too complex (more than {{most}} alternatives in one position).',
};
