// A ready-made model, trained again on the page: its run, and how near that comes to the card.
import { findReady } from '../../../experiments/ready/ready';
import { reproductionOf, type Reproduction } from '../../../experiments/ready/reproduction';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { beginRun } from '../../stores/runActions';
import type { RunView } from '../../stores/runView';

/** What a run of it is called among those of experiments. */
export const readyRunId = (id: string): string => `ready:${id}`;

export async function trainAgain(bench: Bench, id: string): Promise<void> {
  const found = findReady(id);
  if (!found) return;
  const config = runConfigSchema.parse(found.config);
  await beginRun(bench, { experimentId: readyRunId(id), config, autoSize: false });
}

/** Null until the run has made its last evaluation. */
export function outcomeOf({ lastEval, config }: RunView, cardLoss: number): Reproduction | null {
  if (lastEval?.step !== config.training.max_steps) return null;
  return reproductionOf(lastEval.validationLoss, cardLoss);
}
