/**
 * Cuts text into the pieces inside which BPE may merge: GPT-2's pattern (Radford et al. 2019) with four
 * changes. Runs of Han characters stand apart from letters, so mixed Chinese text does not glue words to
 * names; marks stay with their letters; numbers are cut after three digits; line breaks are pieces of their
 * own, so encoding line by line equals encoding the whole. Runs are capped: BPE on a piece is quadratic, and
 * a line of 5 MB without a blank must stay cheap. \s is written as White_Space, which JavaScript's is not.
 */

const HAN = '\\p{Script=Han}';
const BLANK = '\\p{White_Space}';
/** The longest run in one piece, in characters. */
const RUN = '{1,64}';

/** What a piece looks like, as a regular expression's source. */
export const PIECES = [
  "'(?:s|t|re|ve|m|ll|d)",
  ` ?(?:(?!${HAN})[\\p{L}\\p{M}])${RUN}`,
  `${HAN}${RUN}`,
  ' ?\\p{N}{1,3}',
  ` ?[^${BLANK}\\p{L}\\p{M}\\p{N}${HAN}]${RUN}`,
  `\\n${RUN}`,
  `(?:(?!\\n)${BLANK})${RUN}(?![^${BLANK}])`,
  `(?:(?!\\n)${BLANK})`,
].join('|');

const PATTERN = new RegExp(PIECES, 'gu');

/** The pieces of a well-formed text, in order; joined they are the text. */
export function pretokenize(text: string): string[] {
  return text.match(PATTERN) ?? [];
}
