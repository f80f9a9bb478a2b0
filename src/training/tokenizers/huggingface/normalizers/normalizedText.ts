// What a normalizer takes and gives.
/** `origin`: how many units at the beginning stand for the first character of the input. */
export interface NormalizedText {
  readonly text: string;
  readonly origin: number;
}
