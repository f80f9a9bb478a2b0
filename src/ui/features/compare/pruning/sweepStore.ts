// The pruning sweep of the present run; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../../../host/protocol/error';
import type { SweepUpdate } from '../../../../host/protocol/pruning';

export interface SweepState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  update: SweepUpdate | null;
  error: LabErrorData | null;
}

export type SweepStore = StoreApi<SweepState>;

export const createSweepStore = (): SweepStore =>
  createStore<SweepState>(() => ({ state: 'idle', update: null, error: null }));
