// Students become runs like any other: kept under a name that says what they came from, to be opened,
// compared, tuned or exported later.
import { layoutOf } from '../../../training/run/checkpointFit';
import { trainingState } from '../../../training/run/state';
import type { Model } from '../../../training/models/interfaces';
import type { RunConfig, TrainingConfig } from '../../../training/run/config';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { OwnExamples } from '../../protocol/examples';
import type { SuppliedText } from '../../protocol/text';
import type { DistillQuality } from '../../protocol/distill';
import type { Trained } from '../compress/variants';
import type { DistillJob } from './work';

const MOST_NAME = 120;

/** The page that its settings belong to. */
const EXPERIMENT = 'story';

/** What the students of a teacher have in common. */
interface Origin {
  readonly config: RunConfig;
  readonly tokenizer: Tokenizer;
  readonly supplied?: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
}

interface Student {
  readonly learned: Trained<Model>;
  readonly quality: DistillQuality;
  /** As it learned: with the steps that its epochs came to. */
  readonly training: TrainingConfig;
}

export function keepStudent(
  { keeper, tell, request }: DistillJob,
  source: Origin,
  id: 'alone' | 'distilled',
  { learned: { config: model, model: built, weights }, quality, training: learnedBy }: Student,
): void {
  const { loss, standardError } = quality;
  const { distill } = request;
  const training = { ...learnedBy, seed: distill.seeds[0]! };
  const what = id === 'alone' ? 'student alone' : 'distilled student';
  const name = `${source.config.name}: ${what}`.slice(0, MOST_NAME);
  // What the teacher was made from and for is not the student's.
  const { base: _base, tuning: _tuning, ...rest } = source.config;
  const { teacher } = request;
  const config = { ...rest, name, model, training, ...(teacher && { teacher }) };
  const runId = `${id}-${Date.now().toString(36)}`;
  const keep = keeper()?.begin({
    runId,
    config,
    text: source.supplied,
    examples: source.examples,
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
