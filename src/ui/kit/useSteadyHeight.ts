import { useCallback, type RefCallback } from 'react';

/**
 * What changes under the pointer never gets lower again: the page would move, and with it what the
 * pointer is over, for ever. A new width starts afresh. Sizes come from an observer, after the layout
 * that is due anyway.
 */
export function useSteadyHeight<E extends HTMLElement>(): RefCallback<E> {
  return useCallback((element: E | null) => {
    if (!element) return undefined;
    let seen = { width: 0, height: 0 };
    let frame = 0;
    const observer = new ResizeObserver(([entry]) => {
      const { inlineSize: width, blockSize: height } = entry!.borderBoxSize[0]!;
      if (width !== seen.width) {
        seen = { width, height: 0 };
        element.style.minHeight = '';
        // Tells the size of the next frame, without what was the least height.
        frame = requestAnimationFrame(() => {
          observer.unobserve(element);
          observer.observe(element);
        });
      } else if (height > seen.height) {
        seen.height = height;
        element.style.minHeight = `${height}px`;
      }
    });
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, []);
}
