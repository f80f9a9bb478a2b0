// Examples in the prompt in place of training (Brown et al. 2020): demonstrations, then the text that is
// asked about, and the classes as ways to go on. Text and class stand as in training on answers.
import type { Example } from '../data/examples/examples';
import type { ChoiceQuestion } from './evalTask';

/** One of each class in turn; what is left over of a class that has more falls away. */
function demonstrationRounds(
  examples: readonly Example[],
  classes: number,
): readonly (readonly Example[])[] {
  const ofClass = Array.from({ length: classes }, (_, label) =>
    examples.filter((example) => example.label === label),
  );
  const rounds = Math.min(...ofClass.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => ofClass.map((own) => own[round]!));
}

const requested = ({ text, second }: Example): string =>
  second === undefined ? `${text}\n` : `${text}\n${second}\n`;

export interface InContext {
  readonly questions: readonly ChoiceQuestion[];
  /** Demonstrations in front of each; whole rounds of the classes. */
  readonly shown: number;
}

/** As many rounds as leave room for the longest question. `room` and `tokensOf` in the model's tokens. */
export function inContext(
  {
    labels,
    train,
    validation,
  }: Record<'train' | 'validation', readonly Example[]> & {
    readonly labels: readonly string[];
  },
  tokensOf: (text: string) => number,
  room: number,
): InContext {
  const longest = Math.max(...labels.map((label) => tokensOf(label)));
  const question = Math.max(...validation.map((example) => tokensOf(requested(example))));
  let shown = '';
  let count = 0;
  for (const round of demonstrationRounds(train, labels.length)) {
    const next = round.map((one) => `${requested(one)}${labels[one.label]}\n`).join('');
    if (tokensOf(shown + next) + question + longest > room) break;
    shown += next;
    count += round.length;
  }
  const questions = validation.map((example) => ({
    context: `${shown}${requested(example)}`,
    choices: labels,
    answer: example.label,
  }));
  return { questions, shown: count };
}
