import { useDeferredValue } from 'react';

/** False in the first picture, true right behind it: what the first view can do without does not hold it up. */
export const useLater = (): boolean => useDeferredValue(true, false);
