import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * What changes under the pointer never gets lower again: the page would move, and with it what the
 * pointer is over, for ever. A new width starts afresh.
 */
export function useSteadyHeight<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  const seen = useRef({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const { clientWidth: width } = current;
    if (width !== seen.current.width) {
      current.style.minHeight = '';
      seen.current = { width, height: 0 };
    }
    seen.current.height = Math.max(seen.current.height, current.offsetHeight);
    current.style.minHeight = `${seen.current.height}px`;
  });
  return element;
}
