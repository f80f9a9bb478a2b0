// Starts the LR range test.
import { broughtText } from '../../../training/run/texts/textSchedule';
import { toErrorData } from '../../../host/lab/labError';
import type { LrRangeTest } from '../../../training/run/lrRangeTest';
import type { Bench } from '../../stores/bench';
import { failFinding, IDLE } from './finder';
import { missingText } from '../../stores/runActions';

export const RANGE_TEST_STEPS = 100;
/** Plain gradient descent bears far longer steps than optimizers that divide by a slope's size. */
const rangeTestFor = (optim: string): LrRangeTest => ({
  from: 1e-5,
  to: optim === 'sgd' ? 10 : 1,
  steps: RANGE_TEST_STEPS,
});

let count = 0;

export async function findRate(bench: Bench, experimentId: string): Promise<void> {
  const draft = bench.drafts.getState().drafts[experimentId];
  if (!draft || missingText(bench, experimentId) !== null) return;
  count += 1;
  const runId = `range-test-${count}`;
  bench.finder.setState({ ...IDLE, experimentId, runId, state: 'preparing' });
  const textId = bench.texts.getState().texts[broughtText(draft.config) ?? '']?.textId;
  try {
    await bench.lab.start({
      runId,
      config: draft.config,
      autoSize: draft.autoSize,
      rangeTest: rangeTestFor(draft.config.training.optim),
      ...(textId !== undefined && { textId }),
    });
  } catch (thrown) {
    failFinding(bench, runId, toErrorData(thrown));
  }
}
