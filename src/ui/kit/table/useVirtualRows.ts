import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** As many rows as a page draws without effort. */
const MANY = 60;
const ROW_PX = 33;
const OVERSCAN = 12;

/** Of many rows, those in sight, and the room that the others take. */
export function useVirtualRows(scroll: RefObject<HTMLElement | null>, count: number) {
  const isOn = count > MANY;
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled by the React Compiler.
  const virtualizer = useVirtualizer({
    count,
    enabled: isOn,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    // Measured by the observer alone, after the layout that is due anyway: a new row would force one.
    measureElement: (element, entry, { indexFromElement, measurementsCache }) =>
      entry?.borderBoxSize[0]?.blockSize ??
      measurementsCache[indexFromElement(element)]?.size ??
      ROW_PX,
  });
  const items = virtualizer.getVirtualItems();
  return {
    isOn,
    items,
    measure: virtualizer.measureElement,
    before: isOn ? (items[0]?.start ?? 0) : 0,
    after: isOn ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0,
  };
}
