// Students become runs like any other: kept under a name that says what they came from, to be opened,
// compared, tuned or exported later.
import { layoutOf } from '../../../training/run/checkpointFit';
import { textOf } from '../../../training/run/textParts';
import { trainingState } from '../../../training/run/state';
import type { Comparable } from '../compare/setup';
import type { DistillQuality } from '../../protocol/distill';
import type { Trained } from '../compress/variants';
import type { DistillJob } from './work';

const MOST_NAME = 120;

/** The page that its settings belong to. */
const EXPERIMENT = 'story';

export function keepStudent(
  { keeper, tell, request }: DistillJob,
  source: Comparable,
  id: 'alone' | 'distilled',
  { config: model, model: built, weights }: Trained,
  { loss, standardError }: DistillQuality,
): void {
  const { distill } = request;
  const training = { ...distill.training, seed: distill.seeds[0]! };
  const what = id === 'alone' ? 'student alone' : 'distilled student';
  const name = `${source.config.name}: ${what}`.slice(0, MOST_NAME);
  // What the teacher was made from and for is not the student's.
  const { base: _base, tuning: _tuning, objectives: _objectives, ...rest } = source.config;
  const data = textOf(rest.data);
  const config = { ...rest, data, name, model, training };
  const runId = `${id}-${Date.now().toString(36)}`;
  const keep = keeper()?.begin({
    runId,
    config,
    text: source.supplied,
    autoSize: false,
    experimentId: EXPERIMENT,
  });
  if (!keep) return;
  const state = trainingState(built, training);
  const step = training.max_steps;
  const point = { step, validationLoss: loss, standardError };
  tell({ type: 'run', event: { runId, type: 'eval', point } });
  // Weights alone: a run that goes on from here begins with an optimizer that has seen nothing.
  const arenas = [state.parameters.pack(weights)];
  const tokenizer = source.tokenizer.toJSON();
  keep({ config, tokenizer, step, arenas, layout: layoutOf(state) });
}
