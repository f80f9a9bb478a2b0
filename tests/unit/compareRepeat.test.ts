// A comparison that was made twice: which medians moved by more than their spread.
import { expect, test } from 'vitest';
import type { CompareResult, SpeedFigures } from '../../src/host/protocol/compare';
import { COPY, repeatReport } from '../../src/host/studies/compare/repeat';
import { FAKE_ADAPTER } from '../support/fakeLab';
import { fakeComparison } from '../support/fakeComparison';

const made = await fakeComparison(
  FAKE_ADAPTER,
  [{ id: 'fp32', stages: [] }],
  () => undefined,
  () => false,
);
const [first] = made.rows;

/** FP32 and its copy, whose decoding is so many spreads faster. */
function result(spreads: number): CompareResult {
  const speed = first!.speed!;
  const { decode } = speed;
  const median = decode.median + spreads * decode.medianMove;
  const moved: SpeedFigures = {
    ...speed,
    decode: { ...decode, median },
    against: { ratio: 1.001, low: 0.98, high: 1.02, verdict: 'same' },
  };
  return { ...made, rows: [first!, { ...first!, ...COPY, speed: moved }] };
}

test('medians within their spread hold', () => {
  const words = repeatReport(result(0), result(0.9));
  expect(words).toContain('6 of 6 medians moved by less than their spread.');
  expect(words).toContain('The copy beside FP32: same (1.001 [0.98, 1.02])');
});

test('one that moved further is named', () => {
  const words = repeatReport(result(0), result(-1.1));
  expect(words).toContain('5 of 6');
  expect(words).toMatch(/FP32, copy \| decode tokens\/s \| .* \| no/);
});
