/** Whoever asked for less motion, or for less data, begins it. */
export const beginsByItself = (): boolean =>
  !matchMedia('(prefers-reduced-motion: reduce)').matches &&
  !matchMedia('(prefers-reduced-data: reduce)').matches;
