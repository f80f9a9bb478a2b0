// Starts the LR range test.
import { broughtText } from '../../../training/run/texts/textSchedule';
import type { LrRangeTest } from '../../../training/run/lrRangeTest';
import type { Bench } from '../../stores/bench';
import { enqueue } from '../../stores/jobActions';
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
  const runId = `range-test-${Date.now().toString(36)}-${count}`;
  const { config, autoSize } = draft;
  const textId = bench.texts.getState().texts[broughtText(config) ?? '']?.textId;
  const text = textId === undefined ? {} : { textId };
  const rangeTest = rangeTestFor(config.training.optim);
  const start = { runId, experimentId, config, autoSize, rangeTest, ...text };
  await enqueue(
    bench,
    { kind: 'range_test', request: { runId, experimentId, start } },
    config.name,
  );
}
