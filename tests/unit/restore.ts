// Files share a process, for loading the same modules again is half of the time: none leaves a false
// clock, a mock or a global behind.
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
