// A ready-made model, trained again on the page: its run, and how near that comes to the card.
import { findReady } from '../../../experiments/ready/ready';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { beginRun } from '../../stores/runActions';
import type { RunView } from '../../stores/runView';

/** As far apart as two losses may be and count as the same. */
const MOST_APART = 0.01;

/** What a run of it is called among those of experiments. */
export const readyRunId = (id: string): string => `ready:${id}`;

export async function trainAgain(bench: Bench, id: string): Promise<void> {
  const found = findReady(id);
  if (!found) return;
  const config = runConfigSchema.parse(found.config);
  await beginRun(bench, { experimentId: readyRunId(id), config, autoSize: false });
}

export interface Reproduction {
  readonly loss: number;
  /** Relative to the card's. */
  readonly change: number;
  readonly isReproduced: boolean;
}

/** Null until the run has made its last evaluation. */
export function reproductionOf(run: RunView, cardLoss: number): Reproduction | null {
  const { lastEval, config } = run;
  if (lastEval?.step !== config.training.max_steps) return null;
  const { validationLoss: loss } = lastEval;
  const change = loss / cardLoss - 1;
  return { loss, change, isReproduced: Math.abs(change) <= MOST_APART };
}
