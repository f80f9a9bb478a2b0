// The browser is asked to keep what is stored when there is something to lose, and once.
import { expect, test } from 'vitest';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { createSavedRunsStore } from '../../src/ui/stores/savedRunsStore';
import { persistKept } from '../../src/ui/stores/persistence';

test('with the first saved run, no sooner and no oftener', () => {
  const kept = createSavedRunsStore();
  let requested = 0;
  persistKept({ kept }, { persist: () => Promise.resolve(++requested > 0) });
  kept.setState({ runs: [] });
  expect(requested).toBe(0);
  const run = { id: 'a' } as SavedRun;
  kept.setState({ runs: [run] });
  kept.setState({ runs: [run, run] });
  expect(requested).toBe(1);
});

test('a browser that refuses, or has no such thing, is left alone', () => {
  const kept = createSavedRunsStore();
  persistKept({ kept }, { persist: () => Promise.reject(new Error('refused')) });
  persistKept({ kept }, undefined);
  kept.setState({ runs: [{ id: 'a' } as SavedRun] });
  expect(kept.getState().runs).toHaveLength(1);
});
