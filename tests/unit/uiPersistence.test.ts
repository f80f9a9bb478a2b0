// The browser is asked to keep what is stored when there is something to lose, and once.
import { expect, test } from 'vitest';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { createSavedRunsStore } from '../../src/ui/stores/savedRunsStore';
import { persistStorage } from '../../src/ui/stores/persistence';

test('with the first saved run, no sooner and no oftener', () => {
  const savedRuns = createSavedRunsStore();
  let requested = 0;
  persistStorage({ savedRuns }, { persist: () => Promise.resolve(++requested > 0) });
  savedRuns.setState({ runs: [] });
  expect(requested).toBe(0);
  const run = { id: 'a' } as SavedRun;
  savedRuns.setState({ runs: [run] });
  savedRuns.setState({ runs: [run, run] });
  expect(requested).toBe(1);
});

test('a browser that refuses, or has no such thing, is left alone', () => {
  const savedRuns = createSavedRunsStore();
  persistStorage({ savedRuns }, { persist: () => Promise.reject(new Error('refused')) });
  persistStorage({ savedRuns }, undefined);
  savedRuns.setState({ runs: [{ id: 'a' } as SavedRun] });
  expect(savedRuns.getState().runs).toHaveLength(1);
});
