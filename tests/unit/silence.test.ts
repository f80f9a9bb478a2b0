// When a GPU counts as silent, and all that must not count: by a clock of the test's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SilenceWatch, type Wait } from '../../src/gpu/silence';

let silent: Wait[];
let passes: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  silent = [];
  passes = [];
});
afterEach(() => vi.useRealTimers());

const watching = (isSoftware = false): SilenceWatch => {
  const watch: SilenceWatch = new SilenceWatch({
    isSoftware,
    probe: () => new Promise<void>((resolve) => passes.push(resolve)),
    onSilent: (wait) => {
      silent.push(wait);
      watch.stop();
    },
  });
  return watch;
};

/** Later work is answered whenever it is asked for. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 50) {
    await vi.advanceTimersByTimeAsync(50);
    for (const resolve of passes.splice(0)) resolve();
  }
}

test.each([false, true])(
  'an answer that later work has passed is lost (software: %s)',
  async (is) => {
    const watch = watching(is);
    watch.submitted(1e12, true);
    watch.begin('weights');
    await pass(3400);
    expect(silent).toEqual([]);
    await pass(1400);
    expect(silent.map(({ where }) => where)).toEqual(['weights']);
  },
);

test('one that comes late, and once was passed, is not', async () => {
  const watch = watching();
  const wait = watch.begin('weights');
  await pass(2000);
  watch.end(wait);
  await pass(60_000);
  expect(silent).toEqual([]);
});

test('with no answer at all: within 5 s on a GPU whose answers are quick', async () => {
  const watch = watching();
  for (let i = 0; i < 20; i++) {
    watch.submitted(1e6, false);
    const wait = watch.begin('results');
    await vi.advanceTimersByTimeAsync(50);
    watch.end(wait);
  }
  watch.submitted(1e6, false);
  watch.begin('results');
  await vi.advanceTimersByTimeAsync(3500);
  expect(silent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1500);
  expect(silent).toHaveLength(1);
});

test('answers that took long, work that takes long, and first runs have more time', async () => {
  const slow = watching();
  const before = slow.begin('results');
  await vi.advanceTimersByTimeAsync(3000);
  slow.end(before);
  slow.begin('results');
  await vi.advanceTimersByTimeAsync(20_000);
  slow.stop();
  const large = watching();
  large.submitted(5e9 * 60, false);
  large.begin('results');
  await vi.advanceTimersByTimeAsync(50_000);
  large.stop();
  const first = watching();
  first.submitted(1, true);
  first.begin('results');
  await vi.advanceTimersByTimeAsync(25_000);
  expect(silent).toEqual([]);
});

test('while something compiles nothing is silent', async () => {
  const watch = watching();
  watch.submitted(1, false);
  watch.begin('results');
  const compiling = watch.begin('matmul', true);
  await pass(100_000);
  expect(silent).toEqual([]);
  watch.end(compiling);
  await pass(5000);
  expect(silent).toHaveLength(1);
});

test('a hidden page, a frozen tab and a computer that slept do not count', async () => {
  const watch = watching();
  const wait = watch.begin('results');
  watch.setHidden(true);
  await vi.advanceTimersByTimeAsync(600_000);
  watch.setHidden(false);
  // Asleep: hours pass between two ticks.
  for (let i = 0; i < 8; i++) {
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(silent).toEqual([]);
  watch.end(wait);
});

test('other answers keep a slow one from counting as quiet', async () => {
  const watch = watching(true);
  watch.begin('results');
  for (let i = 0; i < 60; i++) {
    const other = watch.begin('loss');
    await vi.advanceTimersByTimeAsync(1000);
    watch.end(other);
  }
  expect(silent).toEqual([]);
});
