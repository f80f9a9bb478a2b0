// The self-test passes here, and notices a variant that is wrong, silent or broken.
import { afterAll, expect, test } from 'vitest';
import { f32 } from '../../src/gpu/dispatch';
import { fill } from '../../src/gpu/kernels/layout/fill';
import { selfTest, type SelfTestCase } from '../../src/training/inspect/selfTest';
import { selfTestCases } from '../../src/training/inspect/selfTestCases';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

/** Compiling every variant of every product takes minutes here, and other tests have them: few do. */
function someCases(): SelfTestCase[] {
  const cases = selfTestCases(context.open.limits);
  const product = cases.find(({ name, shape }) => name === 'matmul' && /^33 .* NT$/.test(shape))!;
  const others = cases.filter(({ name }) => !/^matmul|dequant/.test(name));
  const packed = cases.find(({ name }) => name === 'int4_dequant_matmul')!;
  const few = [product, packed].map((test) => ({ ...test, variants: test.variants.slice(0, 2) }));
  return [...few, ...others];
}

test('every fast variant agrees with the plain one', async () => {
  const heard: string[] = [];
  const cases = someCases();
  const report = await selfTest(context, cases, { onRow: ({ name }) => heard.push(name) });
  expect(report.rows.filter(({ passed }) => !passed)).toEqual([]);
  expect(new Set(heard)).toEqual(new Set(cases.map(({ name }) => name)));
  expect(report.rows.length).toBe(heard.length);
  expect(report.passed).toBe(true);
});

test('an aborted test reports what it has', async () => {
  const stop = new AbortController();
  stop.abort();
  const report = await selfTest(context, someCases(), { signal: stop.signal });
  expect(report.rows).toEqual([]);
});

test('a wrong, a silent and a broken variant are found', async () => {
  const wrong: SelfTestCase = {
    name: 'fill',
    shape: '100',
    variants: ['plain', 'same', 'off', 'silent', 'broken'],
    inputs: {},
    outputs: { out: 100 },
    tolerance: () => 1e-5,
    record(sink, { out }, variant) {
      if (variant === 'broken') throw new Error('no such thing');
      const size = variant === 'silent' ? 99 : 100;
      fill(sink, { out: out!, size, value: f32(variant === 'off' ? 1.0001 : 1) });
    },
  };
  const { rows, passed } = await selfTest(context, [wrong]);
  expect(passed).toBe(false);
  expect(rows.map((row) => row.passed)).toEqual([true, false, false, false]);
  expect(rows[1]!.worstError).toBeCloseTo(1e-4, 6);
  expect(rows[3]!.failure).toBe('no such thing');
});
