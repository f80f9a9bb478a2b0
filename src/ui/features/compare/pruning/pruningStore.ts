// The pruning of the present run; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../../../host/protocol/error';
import type { PruningUpdate } from '../../../../host/protocol/pruning';

export interface PruningState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  update: PruningUpdate | null;
  error: LabErrorData | null;
}

export type PruningStore = StoreApi<PruningState>;

export const createPruningStore = (): PruningStore =>
  createStore<PruningState>(() => ({ state: 'idle', update: null, error: null }));
