// Text as the page hands it over, and what is known of it beforehand.

/** What is known of a corpus with its tokenizer; the rest is estimated from `chars` or its source. */
export interface CorpusFacts {
  vocabSize: number;
  trainTokens?: number | undefined;
  validationTokens?: number | undefined;
  /** Length of a text that the user imported. */
  chars?: number | undefined;
}

/** Text that the page hands over: the user's own file or a fetched corpus, already validated. */
export type SuppliedText =
  | { name: string; text: string }
  /** Too large for a string, or split by document; without held-out text its end is held out. */
  | { name: string; train: Blob; validation: Blob | null };
