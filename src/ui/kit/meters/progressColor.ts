/** From hot (0: as at the start, or unlikely) to the signal green (1). */
export function progressColor(progress: number): string {
  const share = Math.round((progress < 0.5 ? progress : progress - 0.5) * 200);
  return progress < 0.5
    ? `color-mix(in oklab, var(--progress-mid) ${share}%, var(--progress-hot))`
    : `color-mix(in oklab, var(--progress-cool) ${share}%, var(--progress-mid))`;
}
