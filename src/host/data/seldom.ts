const EVERY_MS = 100;

/** Reports no more often than a page can show them, and what `isEnd` says is the last of them. */
export function seldom<Told extends unknown[]>(
  report: (...told: Told) => void,
  isEnd: (...told: Told) => boolean,
): (...told: Told) => void {
  let nextMs = 0;
  return (...told) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && !isEnd(...told)) return;
    nextMs = nowMs + EVERY_MS;
    report(...told);
  };
}
