// Quality from logits and verdicts from times, against values worked out by hand.
import { afterEach, expect, test, vi } from 'vitest';
import { QualityMeter } from '../../src/training/evaluate/quality';
import { measureSpeed, speedFigures, type SpeedSample } from '../../src/training/evaluate/speed';
import { createRandomStream } from '../../src/training/data/random';
import {
  pairedRatio,
  quantile,
  shareError,
  spreadOf,
  standardErrorOf,
} from '../../src/training/evaluate/statistics';

const logs = (...shares: number[]) => Float32Array.from(shares, Math.log);

test('quality: loss, perplexity, KL, same top, Δp', () => {
  const meter = new QualityMeter(2, 3);
  const own = Float32Array.of(...logs(0.5, 0.5), ...logs(0.2, 0.8), 9, 9);
  const reference = Float32Array.of(...logs(0.75, 0.25), ...logs(0.4, 0.6), 9, 9);
  meter.add([0, 1, -100], own, reference);
  const { tokens, loss, perplexity, bitsPerByte, kl, sameTop, deltaP } = meter.figures();
  const klFirst = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
  const klSecond = 0.4 * Math.log(2) + 0.6 * Math.log(0.75);
  expect(tokens).toBe(2);
  expect(loss).toBeCloseTo((Math.log(2) + Math.log(1.25)) / 2, 6);
  expect(perplexity).toBeCloseTo(Math.sqrt(2.5), 6);
  expect(bitsPerByte).toBeCloseTo(Math.log2(2.5) / 6, 6);
  expect(kl.mean).toBeCloseTo((klFirst + klSecond) / 2, 6);
  expect(kl.max).toBeCloseTo(Math.max(klFirst, klSecond), 6);
  expect(sameTop).toBe(1);
  expect(deltaP.median).toBeCloseTo((-0.25 + 0.2) / 2, 6);
  expect(deltaP.rms).toBeCloseTo(Math.sqrt((0.25 ** 2 + 0.2 ** 2) / 2), 6);
});

test('a model against itself: exact zeros', () => {
  const meter = new QualityMeter(5, 1);
  const logits = Float32Array.from({ length: 35 }, (_, i) => Math.sin(i * 7.3) * 40);
  meter.add([0, 1, 2, 3, 4, 0, 1], logits, logits.slice());
  const { kl, sameTop, deltaP } = meter.figures();
  expect(kl).toEqual({ mean: 0, standardError: 0, median: 0, p99: 0, max: 0 });
  expect(sameTop).toBe(1);
  expect(deltaP.rms).toBe(0);
});

test('the standard error is that of the mean over windows', () => {
  const meter = new QualityMeter(2, 1);
  for (const share of [0.5, 0.25]) meter.add([0], logs(share, 1 - share), logs(0.5, 0.5));
  // Losses of ln 2 and ln 4: sample deviation ln 2 / √2.
  expect(meter.figures().standardError).toBeCloseTo(Math.LN2 / 2, 6);
});

test('quantiles and spreads as numpy has them', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect(spreadOf([4, 2])).toMatchObject({ n: 2, mean: 3, std: Math.SQRT2, median: 3 });
});

test('a verdict needs enough rounds, certainty and size', () => {
  const rounds = (ratio: number, noise: number) =>
    Array.from({ length: 12 }, (_, i) => ratio * (1 + noise * Math.sin(i * 5)));
  const even = rounds(1, 0);
  expect(pairedRatio(rounds(1.5, 0.1), even).verdict).toBe('slower');
  expect(pairedRatio(rounds(0.5, 0.1), even).verdict).toBe('faster');
  expect(pairedRatio(rounds(1.1, 0.5), even).verdict).toBe('same');
  expect(pairedRatio(rounds(1.01, 0), even).verdict).toBe('same');
  expect(pairedRatio([3, 3, 3], [1, 1, 1]).verdict).toBe('same');
  expect(pairedRatio([1, 2, 4], [1, 1, 1])).toMatchObject({ ratio: 2, low: 1, high: 4 });
});

test('disturbed samples count for nothing', () => {
  const sample = (round: number, burstMs: number, disturbed: SpeedSample['disturbed']) => ({
    order: round,
    round,
    id: 'own',
    prefillMs: 2,
    firstTokenMs: 3,
    singleMs: [1],
    burstMs,
    disturbed,
  });
  const plan = {
    prompt: [1, 2, 3],
    singles: 1,
    burst: 10,
    minRounds: 1,
    maxRounds: 1,
    minMs: 0,
  };
  const options = { reference: 'other', hasPrefill: true };
  const samples = [sample(0, 1000, 'hidden'), sample(1, 5, null), sample(2, 900, 'busy')];
  const figures = speedFigures(samples, 'own', plan, options);
  expect(figures?.decode).toMatchObject({ n: 1, median: 2000 });
  expect(figures?.prefill?.median).toBe(1000);
  expect(speedFigures(samples.slice(0, 1), 'own', plan, options)).toBeNull();
});

afterEach(() => vi.restoreAllMocks());

test('on a noisy clock, 20 % slower is found, a copy is the same, and a busy round does not count', async () => {
  let nowMs = 0;
  let noise = 1;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const pass = (ms: number): Promise<void> => {
    noise = (noise * 16_807) % 2_147_483_647;
    nowMs += ms * (0.95 + (0.1 * noise) / 2_147_483_647);
    return Promise.resolve();
  };
  const contestant = (id: string, factor: number) => ({
    id,
    idle: () => Promise.resolve(),
    decoder: {
      start: () => pass(2),
      sample: async (count: number) => {
        await pass(count * factor);
        return [[]];
      },
    },
  });
  const plan = { prompt: [1, 2], singles: 2, burst: 8, minRounds: 10, maxRounds: 30, minMs: 50 };
  let controls = 0;
  const run = await measureSpeed(
    [contestant('own', 1), contestant('copy', 1), contestant('slowed', 1.2)],
    plan,
    { take: () => null, calm: () => Promise.resolve() },
    {
      // Somebody else has the device in the sixth round.
      control: () => pass(++controls === 6 ? 50 : 1),
      signal: new AbortController().signal,
    },
  );
  const { samples } = run;
  const busy = samples.filter(({ disturbed }) => disturbed === 'busy');
  expect(new Set(busy.map(({ round }) => round))).toEqual(new Set([5]));
  expect(samples.length).toBe(3 * 11);
  const verdict = (id: string) =>
    speedFigures(samples, id, plan, { reference: 'own', hasPrefill: true })?.against?.verdict;
  expect(verdict('slowed')).toBe('slower');
  expect(verdict('copy')).toBe('same');
  expect(run.measuredMs).toBeCloseTo(run.elapsedMs, 6);
});

/** Pairs of series of `rounds` times: how often the second median lies within the first one's spread. */
function shareHeld(
  rounds: number,
  noise: (random: () => number, before: number) => number,
): number {
  const pairs = 1000;
  let held = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const stream = createRandomStream(7, pair);
    const series = () => {
      let level = 0;
      return Array.from({ length: rounds }, () => 10 + (level = noise(() => stream.next(), level)));
    };
    const [once, again] = [spreadOf(series()), spreadOf(series())];
    if (Math.abs(once.median - again.median) < once.medianMove) held++;
  }
  return held / pairs;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

test.each([
  ['even noise', (random: () => number) => normal(random)],
  ['hiccups', (random: () => number) => normal(random) + (random() < 0.15 ? 20 * random() : 0)],
  ['drift', (random: () => number, before: number) => 0.5 * before + normal(random)],
])('a repeated median stays within its spread: %s', (_name, noise) => {
  expect(shareHeld(12, noise)).toBeGreaterThan(0.97);
  expect(shareHeld(30, noise)).toBeGreaterThan(0.97);
});

test('the spread of a median shrinks with the rounds', () => {
  const of = (rounds: number) => {
    const stream = createRandomStream(3, 1);
    return spreadOf(Array.from({ length: rounds }, () => normal(() => stream.next()))).medianMove;
  };
  expect(of(12)).toBeGreaterThan(of(48));
  expect(of(200)).toBeLessThan(0.5);
  expect(spreadOf([5, 5, 5]).medianMove).toBe(0);
});

test('a share comes with its standard error, that of so many zeros and ones', () => {
  expect(shareError(0.75, 4)).toBeCloseTo(standardErrorOf([1, 1, 1, 0]), 12);
  expect(shareError(1, 5)).toBe(0);
  expect(shareError(1, 1)).toBe(0);
});

test('what runs the kernels of the reference is as fast, whatever was measured', () => {
  const sample = (id: string, round: number, burstMs: number) => ({
    id,
    round,
    disturbed: false,
    prefillMs: 1,
    firstTokenMs: 1,
    singleMs: [1],
    shallowMs: null,
    burstMs,
  });
  const samples = Array.from({ length: 20 }, (_, round) => [
    sample('one', round, 10),
    sample('other', round, 5),
  ]).flat() as unknown as Parameters<typeof speedFigures>[0];
  const plan = { prompt: [1, 2], burst: 4, singles: 1, minRounds: 1, maxRounds: 1, minMs: 0 };
  const options = { reference: 'one', hasPrefill: true };
  const against = (sameProgram: boolean) =>
    speedFigures(samples, 'other', plan, { ...options, sameProgram })!.against;
  expect(against(false)).toMatchObject({ verdict: 'faster' });
  expect(against(true)).toMatchObject({ verdict: 'same', sameProgram: true });
});
