// Labeled texts, classes by name, and how many rows had none.
import type { Runner } from '../case';
import { differs, examplesOf, firstHolding, prepared } from './source';

interface Expected {
  readonly examples?: readonly { text: string; pair?: string; label: string }[];
  readonly left_out?: number;
}

export const examples: Runner = (testCase) =>
  prepared(testCase, async () => {
    const found = await examplesOf(testCase);
    const got = found.examples.map(({ text, second, label }) => ({
      text,
      ...(second !== undefined && { pair: second }),
      label: found.labels[label] ?? second,
    }));
    return firstHolding<Expected>(testCase, ({ examples: wanted, left_out: left }) => {
      const inOrder = wanted?.map(({ text, pair, label }) => ({
        text,
        ...(pair !== undefined && { pair }),
        label: String(label),
      }));
      return [
        ...(inOrder ? differs('examples', got, inOrder) : []),
        ...(left === undefined ? [] : differs('rows left out', found.left, left)),
      ];
    });
  });
