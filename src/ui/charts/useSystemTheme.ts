import { useSyncExternalStore } from 'react';

const query = () => matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  const media = query();
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Whether the system is dark now: canvases must be drawn again when it changes. */
export function useSystemTheme(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
