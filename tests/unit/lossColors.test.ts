// The color of a loss, wherever a figure stands, and what a chart says of its curves at the pointer.
import { expect, test } from 'vitest';
import { FAKE_LOADED, FAKE_SAVED } from '../support/fakeModelRows';
import { canvasFont } from '../../src/ui/charts/chartColors';
import { rowsOf, shownAt } from '../../src/ui/charts/lineRows';
import { seedLines } from '../../src/ui/charts/seedCurves';
import { lossScaleOf, shareLearned } from '../../src/ui/kit/meters/lossScale';
import { lossScaleOfModel } from '../../src/ui/stores/models/lossScaleOfModel';
import { recordsOf } from '../../src/ui/stores/models/record';

test('colors go from guessing among all choices to the floor, or to the least that was come to', () => {
  const known = lossScaleOf(512, { floor: 0.7, least: 0.9 });
  expect(known).toEqual({ start: Math.log(512), best: 0.7 });
  expect(shareLearned(Math.log(512), known)).toBe(0);
  expect(shareLearned(0.7, known)).toBe(1);
  // A run that has learned little is not green for being the best so far.
  const early = lossScaleOf(512, { floor: null, least: 6 });
  expect(shareLearned(6, early)).toBeLessThan(0.1);
  expect(lossScaleOf(1, { floor: null, least: Infinity }).start).toBe(Math.log(2));
});

test('a classifier guesses among its classes, another model among its tokens', () => {
  const models = recordsOf({
    run: null,
    saved: FAKE_SAVED,
    loaded: FAKE_LOADED,
    ready: [],
    language: 'en',
  });
  const scaleOf = (name: string) => lossScaleOfModel(models.find((model) => model.name === name)!);
  expect(scaleOf('Story GPT')).toEqual({ start: Math.log(512), best: 0.712 });
  expect(scaleOf('Sentiment (LoRA)')?.start).toBe(Math.log(2));
  // Nothing was measured of it.
  expect(scaleOf('gpt2')).toBeNull();
  const score = { ...FAKE_SAVED[3]!, id: 'score' };
  const facts = { ...score.facts!, labels: ['score'] };
  const [record] = recordsOf({
    run: null,
    saved: [{ ...score, facts }],
    loaded: [],
    ready: [],
    language: 'en',
  });
  expect(record?.choices).toBeNull();
});

test('a chart says nothing where only unnamed curves have a value', () => {
  const curve = (seed: number, steps: readonly number[]) => ({
    seed,
    points: steps.map((x) => ({ x, y: seed + x })),
  });
  const look = { name: 'Student', color: 'red' };
  const x = { format: String, name: 'steps' };
  const shown = (curves: Parameters<typeof seedLines>[2], at: number) => {
    const lines = seedLines('alone', look, curves);
    return shownAt(rowsOf(lines), at, { lines, x, y: { format: String } });
  };
  // The second seed is on its way: no mean yet, so the first has the name.
  const early = [curve(2, [0, 5, 10]), curve(1, [0, 10, 20])];
  expect(shown(early, 10)?.entries).toMatchObject([{ name: 'Student', value: '11' }]);
  expect(shown(early, 5)).toBeNull();
  expect(shown([curve(1, [0, 10]), curve(2, [0, 10])], 10)).toMatchObject({
    title: 'steps 10',
    entries: [{ name: 'Student', value: '11.5 (11 – 12)' }],
  });
  expect(shown([curve(1, [0, 10])], 5)).toBeNull();
  expect(shown([curve(1, [0, 10])], 10)?.entries).toMatchObject([{ value: '11' }]);
});

test('letters on a canvas are as large as those of the page, in presentation mode, too', () => {
  expect(canvasFont({ enlarged: 1, sans: 'Sans' })).toBe('12px Sans');
  expect(parseFloat(canvasFont({ enlarged: 1.35, sans: 'Sans' }, 2))).toBeCloseTo(32.4);
});
