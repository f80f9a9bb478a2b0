// Students become runs like any other: kept under a name that says what they came from, to be opened,
// compared, tuned or exported later.
import { trainingState } from '../training/run/state';
import type { Checkpoint } from '../training/io/checkpoint';
import type { Comparable } from './compareSetup';
import type { RunKeeper } from './runKeeper';
import type { LabEvent } from './protocol';
import type { Trained } from './variants';

const MOST_NAME = 120;

export interface Student {
  readonly id: 'alone' | 'distilled';
  readonly source: Comparable;
  readonly trained: Trained;
  readonly training: Checkpoint['config']['training'];
  readonly loss: number;
  readonly standardError: number;
}

/** The page that its settings belong to. */
const EXPERIMENT = 'story';

export function keepStudent(
  keeper: RunKeeper,
  tell: (event: LabEvent) => void,
  { id, source, trained, training, loss, standardError }: Student,
): void {
  const { config: model, weights } = trained;
  const what = id === 'alone' ? 'student alone' : 'student taught';
  const name = `${source.config.name}: ${what}`.slice(0, MOST_NAME);
  const config = { ...source.config, name, model, training };
  const runId = `${id}-${Date.now().toString(36)}`;
  const keep = keeper.begin({ runId, config, autoSize: false, experimentId: EXPERIMENT });
  const { parameters } = trainingState(trained.model, training);
  const step = training.max_steps;
  const point = { step, validationLoss: loss, standardError };
  tell({ type: 'run', event: { runId, type: 'eval', point } });
  // Weights alone: a run that goes on from here begins with an optimiser that has seen nothing.
  const arenas = [parameters.pack(weights)];
  keep?.({ config, tokenizer: source.tokenizer.toJSON(), step, arenas });
}
