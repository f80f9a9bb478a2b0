// Counts in sentences: i18next takes `key_one` or `key_other` by the language's own rule.

/** Of a language without plural forms: the same keys, with `_other` alone where there are two. */
export type WithoutPlurals<Words> = {
  [Key in keyof Words as Key extends `${string}_one` ? never : Key]: Words[Key] extends string
    ? string
    : WithoutPlurals<Words[Key]>;
};
