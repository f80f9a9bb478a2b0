// Keeps the page for use without a network: what has a hash in its name is taken from the cache, all else from the
// server as long as it answers. A new version takes over when no tab of the old one is open, so no run is interrupted.
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { warmStrategyCache } from 'workbox-recipes';
import { registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';

/** Files of the build, relative to its base address; put in by scripts/vite_offline.mjs. */
declare const BUILD_FILES: { readonly hashed: readonly string[]; readonly named: string[] };

precacheAndRoute(BUILD_FILES.hashed.map((url) => ({ url, revision: null })));
cleanupOutdatedCaches();

const named = new NetworkFirst({
  cacheName: 'benchtop-files',
  matchOptions: { ignoreSearch: true },
});
warmStrategyCache({ urls: BUILD_FILES.named, strategy: named });
// What has its hash in the address is kept by the engine.
registerRoute(({ sameOrigin, url }) => sameOrigin && !url.searchParams.has('hash'), named);

// The first visit's own tab can go offline too.
clientsClaim();
