// Keeps the autotuner's choices in the browser's cache storage, which a Worker can reach.
import type { AutotunedVariants, AutotuneStore } from '../../gpu/autotune';

const CACHE = 'benchtop-tuning';

const addressOf = (adapter: string): string => `/tuning/${encodeURIComponent(adapter)}`;

export const browserAutotuneStore: AutotuneStore = {
  async load(adapter) {
    const cache = await caches.open(CACHE);
    const cached = await cache.match(addressOf(adapter));
    return cached && ((await cached.json()) as AutotunedVariants);
  },
  async save(adapter, tuned) {
    const cache = await caches.open(CACHE);
    await cache.put(addressOf(adapter), Response.json(tuned));
  },
};
