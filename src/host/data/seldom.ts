const EVERY_MS = 100;

/** Reports no more often than a page can show them, and what `isEnd` says is the last of them. */
export function seldom<Args extends unknown[]>(
  report: (...args: Args) => void,
  isEnd: (...args: Args) => boolean,
): (...args: Args) => void {
  let nextMs = 0;
  return (...args) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && !isEnd(...args)) return;
    nextMs = nowMs + EVERY_MS;
    report(...args);
  };
}
