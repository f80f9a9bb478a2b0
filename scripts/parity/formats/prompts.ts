// Prompts with answers: the strings stand in the prompt in their order, and the answer alone is learned.
import type { Runner } from '../case';
import { differs, examplesOf, firstHolding, prepared } from './source';

interface Expected {
  readonly examples?: readonly { contains?: readonly string[]; answer?: string }[];
}

function inOrder(prompt: string, strings: readonly string[]): boolean {
  let at = 0;
  return strings.every((string) => {
    const found = prompt.indexOf(string, at);
    at = found + string.length;
    return found >= 0;
  });
}

export const prompts: Runner = (testCase) =>
  prepared(testCase, async () => {
    const { labels, examples } = await examplesOf(testCase);
    if (labels.length > 0) return ['read as classes'];
    return firstHolding<Expected>(testCase, ({ examples: wanted = [] }) => [
      ...differs('examples', examples.length, wanted.length),
      ...wanted.flatMap(({ contains = [], answer }, i) => {
        const { text = '', second } = examples[i] ?? {};
        const missing = inOrder(text, contains) ? [] : [`prompt ${JSON.stringify(text)}`];
        return [...missing, ...(answer === undefined ? [] : differs('answer', second, answer))];
      }),
    ]);
  });
