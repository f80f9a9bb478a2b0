// Shares and time left of a study in phases, and how often it is reported.
import { expect, test, vi } from 'vitest';
import type { StudyUpdate } from '../../src/host/protocol/study';
import { pieces, Progress } from '../../src/host/studies/progress';

test('shares follow weights and pieces, and the time left follows the share', () => {
  vi.useFakeTimers();
  const reported: StudyUpdate<'distill'>[] = [];
  const progress = new Progress<'distill'>((update) => reported.push(update));
  const last = () => reported.at(-1)!.progress;
  progress.begin(
    { teacher: [2], writing: [], students: pieces(6, 1), speed: [2] },
    { method: null, rows: [], curves: [] },
  );
  progress.enter('teacher');
  expect(last()).toMatchObject({ phase: 'teacher', piece: null, share: 0 });
  vi.advanceTimersByTime(1000);
  progress.tell(0.5);
  expect(last()).toMatchObject({ share: 0.1, elapsedMs: 1000, remainingMs: 9000 });
  progress.tell(0.9);
  expect(reported).toHaveLength(2);
  progress.tell(0.9, true);
  expect(last().share).toBeCloseTo(0.18, 12);
  progress.enter('writing');
  expect(last().share).toBe(0.2);
  progress.enter('students', { id: 'alone', seed: 1 });
  progress.enter('students', { id: 'distilled', seed: 1 });
  progress.enter('int8', { id: 'distilled_int8', seed: 1 });
  vi.advanceTimersByTime(1000);
  progress.tell(0.5);
  expect(last()).toMatchObject({ phase: 'int8', share: 0.4 });
  for (let left = 4; left > 0; left--) progress.enter('students');
  progress.enter('speed');
  expect(last().share).toBeCloseTo(0.8, 12);
  progress.change({ curves: [{ id: 'alone', seed: 1, points: [] }] });
  progress.end(false);
  expect(last()).toMatchObject({ phase: 'done', piece: null, share: 1, remainingMs: 0 });
  expect(reported.at(-1)!.result.curves).toHaveLength(1);
  vi.useRealTimers();
});
