// The self-test of the kernels: it goes on whatever page is on the screen.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../host/labError';
import type {
  LabErrorData,
  SelfTestKernel,
  SelfTestReport,
  SelfTestRow,
} from '../../host/protocol';
import type { Bench } from './bench';

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

export async function loadSelfTestKernels({ lab, selfTest }: Bench): Promise<void> {
  try {
    selfTest.setState({ kernels: await lab.selfTestKernels() });
  } catch (thrown) {
    selfTest.setState({ error: toErrorData(thrown) });
  }
}

/** Null checks all kernels. */
export async function runSelfTest({ lab, selfTest }: Bench, kernel: string | null): Promise<void> {
  const wanted = selfTest.getState().kernels.filter(({ name }) => (kernel ?? name) === name);
  const total = wanted.reduce((sum, { comparisons }) => sum + comparisons, 0);
  selfTest.setState({ state: 'running', rows: [], total, report: null, error: null });
  const onRow = (row: SelfTestRow) => selfTest.setState(({ rows }) => ({ rows: [...rows, row] }));
  try {
    const names = wanted.map(({ name }) => name);
    const report = await lab.selfTest(names, onRow);
    const state = report.rows.length === total ? 'done' : 'stopped';
    selfTest.setState({ state, report, rows: report.rows });
  } catch (thrown) {
    selfTest.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

export async function stopSelfTest({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopSelfTest();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
