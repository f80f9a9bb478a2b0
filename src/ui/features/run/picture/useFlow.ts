import { useEffect, useState } from 'react';

/** Long enough to read two shapes. */
const STEP_MS = 1100;

/** A forward pass as a walk: the component that the tokens go through now, null while nobody watches. */
export function useFlow(keys: readonly string[]): { at: string | null; toggle: () => void } {
  const [index, setIndex] = useState<number | null>(null);
  const isOn = index !== null && index < keys.length;
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setIndex(index + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [index, isOn]);
  return { at: isOn ? keys[index]! : null, toggle: () => setIndex(isOn ? null : 0) };
}
