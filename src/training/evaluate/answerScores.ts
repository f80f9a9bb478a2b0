// How near a written answer comes to the right one: exact match and token F1 as the SQuAD script computes
// them, and ROUGE-L as `rouge_score` does. Han characters count one by one, since nothing stands between words.

const HAN = String.raw`\p{Script=Han}`;
/** What `rouge_score` splits at is all but a-z and 0-9; here letters and digits of any script are kept. */
const ROUGE_TOKENS = new RegExp(`${HAN}|(?:(?!${HAN})[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const PUNCTUATION = /[\p{P}\p{S}]/gu;
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
const ANSWER_TOKENS = new RegExp(`${HAN}|(?:(?!${HAN})\\S)+`, 'gu');

/** Without stemming. */
export const rougeTokens = (text: string): string[] => text.toLowerCase().match(ROUGE_TOKENS) ?? [];

/** SQuAD's `normalize_answer`: lower case, no punctuation, no articles, single blanks. */
export const normalizedAnswer = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(PUNCTUATION, '')
    .replaceAll(ARTICLES, ' ')
    .trim()
    .split(/\s+/)
    .join(' ');

const answerTokens = (text: string): string[] => normalizedAnswer(text).match(ANSWER_TOKENS) ?? [];

/** Length of the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let before = new Uint32Array(b.length + 1);
  for (const token of a) {
    const row = new Uint32Array(b.length + 1);
    b.forEach((other, index) => {
      row[index + 1] =
        other === token ? before[index]! + 1 : Math.max(row[index]!, before[index + 1]!);
    });
    before = row;
  }
  return before[b.length]!;
}

/** Harmonic mean of the shares of both lengths. */
function fMeasure(common: number, written: number, due: number): number {
  if (common === 0) return 0;
  const [precision, recall] = [common / written, common / due];
  return (2 * precision * recall) / (precision + recall);
}

/** F-measure of ROUGE-L; 0 where either text has no token. */
export function rougeL(written: string, due: string): number {
  const [a, b] = [rougeTokens(written), rougeTokens(due)];
  return fMeasure(longestCommon(a, b), a.length, b.length);
}

/** F1 over the tokens of both, each as often as it stands there; of empty answers whether both are. */
export function tokenF1(written: string, due: string): number {
  const [a, b] = [answerTokens(written), answerTokens(due)];
  if (a.length === 0 || b.length === 0) return Number(a.length === b.length);
  const left = new Map<string, number>();
  for (const token of b) left.set(token, (left.get(token) ?? 0) + 1);
  const common = a.filter((token) => {
    const count = left.get(token) ?? 0;
    left.set(token, count - 1);
    return count > 0;
  });
  return fMeasure(common.length, a.length, b.length);
}

export const isExactMatch = (written: string, due: string): boolean =>
  normalizedAnswer(written) === normalizedAnswer(due);

/** Means over held-out prompts whose answers were written greedily. */
export interface AnswerScores {
  readonly exactMatch: number;
  readonly rougeL: number;
  readonly f1: number;
  /** Prompts that were answered. */
  readonly answered: number;
}

export interface WrittenAnswer {
  readonly prompt: string;
  readonly written: string;
  readonly due: string;
}

export function answerScores(answers: readonly WrittenAnswer[]): AnswerScores {
  const mean = (score: (written: string, due: string) => number): number =>
    answers.reduce((sum, { written, due }) => sum + score(written, due), 0) / answers.length;
  return {
    exactMatch: mean((written, due) => Number(isExactMatch(written, due))),
    rougeL: mean(rougeL),
    f1: mean(tokenF1),
    answered: answers.length,
  };
}
