import { useBenchStore } from '../stores/context';
import type { DataState } from './dataStore';

/** One part of the page's state: progress comes ten times a second and must not redraw the rest. */
export function useData<Part>(select: (state: DataState) => Part): Part {
  return useBenchStore('data', select);
}
