// Waits for what a store does not know yet.
import type { StoreApi } from 'zustand/vanilla';

/** What is found in it, as soon as there is something. */
export function known<State, Found>(
  store: StoreApi<State>,
  find: (state: State) => Found | null | undefined,
): Promise<Found> {
  const now = find(store.getState());
  if (now != null) return Promise.resolve(now);
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      const found = find(state);
      if (found == null) return;
      stop();
      resolve(found);
    });
  });
}
