// The self-test of the kernels: it goes on whatever page is on the screen.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../../host/protocol/error';
import type { SelfTestKernel, SelfTestReport, SelfTestRow } from '../../../host/protocol/lab';

export interface SelfTestState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  kernels: readonly SelfTestKernel[];
  rows: readonly SelfTestRow[];
  /** Comparisons that were asked for. */
  total: number;
  report: SelfTestReport | null;
  error: LabErrorData | null;
}

export type SelfTestStore = StoreApi<SelfTestState>;

export function createSelfTestStore(): SelfTestStore {
  return createStore<SelfTestState>(() => ({
    state: 'idle',
    kernels: [],
    rows: [],
    total: 0,
    report: null,
    error: null,
  }));
}
