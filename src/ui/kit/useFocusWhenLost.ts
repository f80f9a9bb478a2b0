import { useEffect, useRef, type RefObject } from 'react';

/** Where the button that was pressed has gone with what it started, focus goes on here. */
export function useFocusWhenLost<E extends HTMLElement>(isWanted: boolean): RefObject<E | null> {
  const target = useRef<E>(null);
  useEffect(() => {
    if (isWanted && document.activeElement === document.body) target.current?.focus();
  }, [isWanted]);
  return target;
}
