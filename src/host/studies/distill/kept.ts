// Students become runs like any other: kept under a name that says what they came from, to be opened,
// compared, tuned or exported later.
import { layoutOf } from '../../../training/run/checkpointFit';
import { trainingState } from '../../../training/run/state';
import type { Checkpoint } from '../../../training/io/checkpoint';
import type { Comparable } from '../compare/setup';
import type { RunKeeper } from '../../run/runKeeper';
import type { LabEvent } from '../../protocol/lab';
import type { SuppliedText } from '../../protocol/text';
import type { Trained } from '../compress/variants';

const MOST_NAME = 120;

export interface Student {
  readonly id: 'alone' | 'distilled';
  readonly source: Comparable;
  readonly trained: Trained;
  readonly training: Checkpoint['config']['training'];
  readonly loss: number;
  readonly standardError: number;
  /** That the user imported. */
  readonly text?: SuppliedText | undefined;
}

/** The page that its settings belong to. */
const EXPERIMENT = 'story';

export function keepStudent(
  keeper: RunKeeper,
  tell: (event: LabEvent) => void,
  { id, source, trained, training, loss, standardError, text }: Student,
): void {
  const { config: model, weights } = trained;
  const what = id === 'alone' ? 'student alone' : 'distilled student';
  const name = `${source.config.name}: ${what}`.slice(0, MOST_NAME);
  // What the teacher was made from and for is not the student's.
  const { base: _base, tuning: _tuning, objectives: _objectives, ...rest } = source.config;
  const { examples: _examples, ...data } = rest.data;
  const config = { ...rest, data, name, model, training };
  const runId = `${id}-${Date.now().toString(36)}`;
  const request = { runId, config, autoSize: false, experimentId: EXPERIMENT };
  const keep = keeper.begin({ ...request, ...(text && { text }) });
  const state = trainingState(trained.model, training);
  const step = training.max_steps;
  const point = { step, validationLoss: loss, standardError };
  tell({ type: 'run', event: { runId, type: 'eval', point } });
  // Weights alone: a run that goes on from here begins with an optimizer that has seen nothing.
  const arenas = [state.parameters.pack(weights)];
  const tokenizer = source.tokenizer.toJSON();
  keep?.({ config, tokenizer, step, arenas, layout: layoutOf(state) });
}
