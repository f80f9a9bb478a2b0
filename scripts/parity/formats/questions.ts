// Which choice is right: its place from 0, or its text.
import { readQuestions } from '../../../src/training/data/examples/questionRows';
import type { Runner } from '../case';
import { firstHolding, prepared, sourceOf } from './source';

interface Expected {
  readonly answers?: readonly (number | { readonly choice: string })[];
}

export const questions: Runner = (testCase) =>
  prepared(testCase, async () => {
    const { evalTask } = await readQuestions(sourceOf(testCase));
    if (evalTask.kind !== 'choice') return ['no question with choices was found'];
    return firstHolding<Expected>(testCase, ({ answers = [] }) => {
      if (answers.length !== evalTask.questions.length) {
        return [`${evalTask.questions.length} questions instead of ${answers.length}`];
      }
      return answers.flatMap((wanted, i) => {
        const { answer, choices } = evalTask.questions[i]!;
        const text = choices[answer]!.trim();
        const isRight =
          typeof wanted === 'number' ? answer === wanted : text === wanted.choice.trim();
        return isRight
          ? []
          : [`question ${i}: ${answer} (${text}) instead of ${JSON.stringify(wanted)}`];
      });
    });
  });
