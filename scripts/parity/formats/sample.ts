// A sample of a long file: each class keeps its share within five points.
import type { Runner } from '../case';
import { examplesOf, firstHolding, prepared } from './source';

const POINTS = 0.05;

export const sample: Runner = (testCase) =>
  prepared(testCase, async () => {
    const limit = Number(testCase.json.limit);
    const { examples, labels, counts } = await examplesOf(testCase, limit);
    const tooMany = examples.length > limit ? [`${examples.length} examples, limit ${limit}`] : [];
    return firstHolding<{ share?: Readonly<Record<string, number>> }>(
      testCase,
      ({ share = {} }) => [
        ...tooMany,
        ...Object.entries(share).flatMap(([label, wanted]) => {
          const got = (counts[labels.indexOf(label)] ?? 0) / examples.length;
          const isNear = Math.abs(got - wanted) <= POINTS;
          return isNear ? [] : [`${label}: a share of ${got} instead of ${wanted}`];
        }),
      ],
    );
  });
