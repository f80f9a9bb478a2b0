// An evaluation task in the tokens of one model. As in lm-evaluation-harness, context and continuation are cut into
// tokens together, blanks at the seam belong to the continuation, and what does not fit into the window
// is left out at the beginning, behind the model's beginning token.
import { encodable, unencodable } from '../generate/prompt';
import { frameOf, idsToContinue } from '../tokenizers/frame';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { ChoiceQuestion } from './evalTask';

/** One continuation behind its context. */
export interface ChoiceRow {
  /** What the model reads: at most its window. */
  readonly ids: readonly number[];
  /** The continuation, predicted at the last positions of `ids`; null where the tokenizer cannot say it. */
  readonly targets: readonly number[] | null;
  /** The context's beginning, or even the continuation's, had to be left out. */
  readonly isCut: boolean;
}

export function choiceRows(
  tokenizer: Tokenizer,
  { context, choices }: ChoiceQuestion,
  contextLength: number,
): ChoiceRow[] {
  const read = context.trimEnd();
  const seam = context.slice(read.length);
  // A context of blanks alone stays what it is.
  const [before, between] = read === '' ? [context, ''] : [read, seam];
  return choices.map((choice) => rowOf(tokenizer, before, between + choice, contextLength));
}

/** The end of a text that is too long, behind its beginning token. */
function fitting(ids: readonly number[], lead: number, room: number): number[] {
  if (ids.length <= room) return [...ids];
  return [...ids.slice(0, lead), ...ids.slice(ids.length - Math.max(0, room - lead))];
}

function rowOf(
  tokenizer: Tokenizer,
  context: string,
  continuation: string,
  contextLength: number,
): ChoiceRow {
  const before = encodable(tokenizer, context);
  if (unencodable(tokenizer, continuation).length > 0) {
    return { ids: [], targets: null, isCut: false };
  }
  const whole = idsToContinue(tokenizer, before + continuation);
  // The first token of a text has nothing before it that could predict it.
  const read = idsToContinue(tokenizer, before).length;
  const seamAt = Math.max(1, Math.min(read, whole.length - 1));
  const window = fitting(whole, frameOf(tokenizer).before.length, contextLength + 1);
  const lead = Math.max(1, frameOf(tokenizer).before.length);
  const count = Math.min(whole.length - seamAt, window.length - lead);
  return {
    ids: window.slice(0, -1),
    targets: window.slice(window.length - count),
    isCut: window.length < whole.length,
  };
}
