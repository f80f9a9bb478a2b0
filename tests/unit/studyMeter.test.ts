// Shares and time left of a study in stages.
import { expect, test, vi } from 'vitest';
import { StudyMeter } from '../../src/host/studies/studyMeter';

test('shares follow weights and pieces, and the time left follows the share', () => {
  vi.useFakeTimers();
  const meter = new StudyMeter([
    { stage: 'ask', weight: 2 },
    { stage: 'skipped', weight: 50, pieces: 0 },
    { stage: 'learn', weight: 1, pieces: 6 },
    { stage: 'time', weight: 2 },
  ]);
  expect(meter.isEarly).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(meter.at('ask', 0.5)).toEqual({ share: 0.1, elapsedMs: 1000, remainingMs: 9000 });
  expect(meter.isEarly).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(meter.isEarly).toBe(false);
  expect(meter.at('skipped', 0.5).share).toBe(0.2);
  meter.finish('learn');
  meter.finish('learn');
  expect(meter.at('learn', 0.5).share).toBeCloseTo(0.45, 12);
  expect(meter.at('time', 0).share).toBe(0.8);
  expect(meter.over()).toMatchObject({ share: 1, remainingMs: 0 });
  vi.useRealTimers();
});
