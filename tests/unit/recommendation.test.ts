// A comparison's sentence for each variant, from figures made by hand.
import { describe, expect, test } from 'vitest';
import type { VariantRow } from '../../src/host/protocol/compare';
import { recommendations } from '../../src/host/studies/compare/recommendation';

interface Figures {
  readonly loss?: number | null;
  readonly diskBytes?: number;
  /** Own time over the reference's. */
  readonly time?: number;
  readonly stages?: VariantRow['stages'];
}

const INT8 = [{ kind: 'int8', activations: 'float', scales: 'channel', embeddings: false }];
const PRUNED = [{ kind: 'prune', how: 'each', amount: 0.2, schedule: 'once' }];

function rowOf(id: string, { loss = 1, diskBytes = 400, time = 1, stages = [] }: Figures = {}) {
  const verdict = time === 1 ? 'same' : time < 1 ? 'faster' : 'slower';
  return {
    id,
    stages,
    device: 'gpu',
    model: null,
    quality: loss === null ? null : { loss, standardError: 0.05 },
    bytes: null,
    cost: { flopsPerToken: 100, bytesPerToken: 50, weightBytes: diskBytes, diskBytes },
    speed: { against: { ratio: time, low: time, high: time, verdict } },
  } as unknown as VariantRow;
}

const stages = INT8 as VariantRow['stages'];
const only = (figures: Figures) =>
  recommendations([rowOf('fp32'), rowOf('other', { stages, ...figures })])[0]!;

describe('recommendations', () => {
  test('say how much smaller, at what loss, and how much faster', () => {
    const { smaller, loss, speed, advice } = only({ loss: 1.011, diskBytes: 125, time: 1 / 1.2 });
    expect([smaller, loss.toFixed(3), advice]).toEqual([3.2, '0.011', 'keep']);
    expect(speed).toEqual({ kind: 'faster', ratio: expect.closeTo(1.2, 9) as number });
  });

  test('what is slower, or costs more than 2 % of the loss, is a trade-off; above 10 % it is damaged', () => {
    expect(only({ diskBytes: 100, time: 2 })).toMatchObject({
      advice: 'trade_off',
      speed: { kind: 'slower', ratio: 0.5 },
    });
    expect(only({ diskBytes: 100, loss: 1.03 }).advice).toBe('trade_off');
    expect(only({ diskBytes: 100, loss: 1.11 }).advice).toBe('damaged');
  });

  test('the same kernels have the same speed whatever was measured, and nothing is gained by zeros', () => {
    const rows = [
      rowOf('fp32'),
      rowOf('pruned', { stages: PRUNED as VariantRow['stages'], time: 0.6, loss: 1.001 }),
    ];
    expect(recommendations(rows)).toMatchObject([
      { speed: { kind: 'same_code' }, advice: 'no_gain' },
    ]);
  });

  test('one that another beats in every respect is said to be so', () => {
    const rows = [
      rowOf('fp32'),
      rowOf('a', { stages, diskBytes: 100 }),
      rowOf('b', { stages, diskBytes: 200, loss: 1.01 }),
    ];
    expect(recommendations(rows).map(({ advice }) => advice)).toEqual(['keep', 'dominated']);
  });

  test('bits per byte decide where the tokens differ; without any quality there is no sentence', () => {
    const bytes = (bitsPerByte: number) => ({ bytes: { bitsPerByte, bitsPerByteError: 0 } });
    const reference = { ...rowOf('fp32'), ...bytes(2) };
    const other = { ...rowOf('other', { loss: null, diskBytes: 100 }), ...bytes(2.1) };
    expect(recommendations([reference, other])[0]?.loss).toBeCloseTo(0.05, 9);
    expect(recommendations([rowOf('fp32'), rowOf('x', { loss: null })])).toEqual([]);
    expect(recommendations([])).toEqual([]);
  });
});
