// Curves of other runs that the user has laid over the present one: they stay until they are taken away.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LossHistory } from '../../../charts/lossHistory';

export interface Overlay {
  readonly id: string;
  readonly name: string;
  readonly history: LossHistory;
}

export type OverlayStore = StoreApi<{ readonly shown: readonly Overlay[] }>;

export const createOverlayStore = (): OverlayStore => createStore(() => ({ shown: [] }));
