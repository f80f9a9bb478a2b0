// The default split: no text stands on both sides.
import { examplesFor } from '../../../src/host/data/examples';
import { OWN_EXAMPLES } from '../../../src/training/data/examples/exampleSets';
import { runConfigSchema } from '../../../src/training/run/config';
import { pretraining } from '../../../src/experiments/finetune';
import type { Runner } from '../case';
import { examplesOf, prepared } from './source';

const config = runConfigSchema.parse({
  ...pretraining('reviews', 'small'),
  data: { corpus: 'task', seed: 1, examples: { set: OWN_EXAMPLES, seed: 1 } },
});

export const split: Runner = (testCase) =>
  prepared(testCase, async () => {
    const { labels, examples } = await examplesOf(testCase);
    const { train, validation } = examplesFor(config, { name: 'own', labels, examples })!;
    const textOf = ({ text, second = '' }: (typeof train)[number]): string =>
      JSON.stringify([text, labels.length > 0 ? second : ''].map((part) => part.trim()));
    const learned = new Set(train.map(textOf));
    const both = validation.filter((example) => learned.has(textOf(example)));
    const empty = validation.length === 0 || train.length === 0 ? ['a side is empty'] : [];
    return [...empty, ...both.slice(0, 3).map((one) => `on both sides: ${textOf(one)}`)];
  });
