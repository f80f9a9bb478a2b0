// A comparison shows no difference where the same code ran, or where the noise is larger.
import { describe, expect, test } from 'vitest';
import { runsSameCode } from '../../src/host/studies/compare/figures';
import type { VariantRow } from '../../src/host/protocol/compare';
import { canHave, METRICS } from '../../src/host/studies/compare/metrics';
import { enCompare } from '../../src/ui/i18n/compare/en';
import { differenceOf, pointsOf, type ShownId } from '../../src/ui/features/compare/metrics';

const spread = (median: number, medianMove: number) => ({ median, medianMove, std: medianMove });

function rowOf(
  id: string,
  stages: VariantRow['stages'],
  slower = 1,
  weightBytes = 400,
): VariantRow {
  return {
    id,
    stages,
    device: 'gpu',
    model: null,
    honesty: 'executed',
    recoverySteps: 0,
    quality: { loss: 1.2, standardError: 0.1 },
    cost: { flopsPerToken: 100, bytesPerToken: 50, weightBytes, memoryBytes: 900, diskBytes: 400 },
    speed: {
      decode: spread(100 / slower, 4),
      prefill: spread(1000 / slower, 30),
      shallow: spread(120 / slower, 4),
      firstTokenMs: spread(3 * slower, 0.2),
      tokenMs: { p50: 10 * slower, p90: 12 * slower, p99: 15 * slower },
      against: { ratio: slower, low: slower, high: slower, verdict: 'slower' },
    },
    loadMs: 20 * slower,
    roofline: { boundBy: 'memory', share: 0.5 / slower },
    joules: 0.1 * slower,
    gpuStepMs: 9 * slower,
    evalTasks: [],
  } as unknown as VariantRow;
}

const whole = rowOf('whole', []);
const prune = { kind: 'prune', how: 'each', amount: 0.2, schedule: 'once', steps: 0 } as const;
const int8 = { kind: 'int8', activations: 'float', scales: 'channel', embeddings: false } as const;
const timed = (Object.keys(METRICS) as ShownId[]).filter(
  (id) => canHave(METRICS[id], undefined) && 'isTimed' in METRICS[id] && id in enCompare.metric,
);

test('all columns of time are known as such', () => {
  expect(timed.toSorted((a, b) => a.localeCompare(b))).toEqual(
    ['decode', 'energy', 'firstToken', 'gpuStep', 'load', 'p50', 'p90', 'p99'].concat([
      'prefill',
      'roofline',
      'shallow',
      'tokenTime',
    ]),
  );
});

describe('20 % pruned', () => {
  const pruned = rowOf('pruned', [prune], 1.75);

  test('runs the code of the whole model', () => {
    expect(runsSameCode(pruned, whole)).toBe(true);
    expect(runsSameCode(rowOf('int8', [int8], 1, 100), whole)).toBe(false);
    expect(runsSameCode(rowOf('int8', [int8]), whole)).toBe(false);
    expect(runsSameCode({ ...pruned, device: 'cpu' }, whole)).toBe(false);
    expect(runsSameCode(rowOf('a', [int8, prune]), rowOf('b', [int8]))).toBe(true);
  });

  test.each(timed)('%s is the same speed, whatever was measured', (id) => {
    expect(differenceOf(id, pruned, whole)).toEqual({ kind: 'same' });
  });

  test('what is no time keeps its difference', () => {
    expect(differenceOf('loss', pruned, whole)).toEqual({ kind: 'words', words: '±0.0000' });
  });

  test('stands in the plot where the whole model stands', () => {
    const points = pointsOf([whole, pruned], 'tokenTime', 'loss');
    expect(new Set(points.map(({ x }) => x)).size).toBe(1);
    expect(points.some(({ isDominated }) => isDominated)).toBe(false);
  });
});

describe('another program', () => {
  test.each(['decode', 'prefill', 'firstToken', 'p50', 'p99', 'tokenTime', 'energy'] as const)(
    '%s within the noise is no difference',
    (id) => {
      const close = rowOf('int8', [int8], 1.02, 100);
      expect(differenceOf(id, close, whole)).toEqual({ kind: 'noise' });
    },
  );

  test.each(['decode', 'p50', 'tokenTime', 'gpuStep'] as const)('%s beyond it is one', (id) => {
    const far = rowOf('int8', [int8], 2, 100);
    expect(differenceOf(id, far, whole)?.kind).toBe('words');
  });

  test('a time that was taken once makes no claim', () => {
    expect(differenceOf('load', rowOf('int8', [int8], 2, 100), whole)).toBeNull();
  });
});
