// Asks what the self-test covers, starts and stops it.
import { toErrorData } from '../../../host/lab/labError';
import type { SelfTestRow } from '../../../host/protocol/lab';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';

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

export const stopSelfTest = (bench: Bench): Promise<unknown> =>
  telling(bench, () => bench.lab.stopSelfTest());
