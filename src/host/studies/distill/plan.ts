// From a teacher and a request to what students are and read.
import {
  refuseContradictions,
  refuseForClasses,
  studentOf,
  temperatureFor,
} from '../../../training/objectives/distillation/distillConfig';
import { blockStarts, inBlocks } from '../../../training/objectives/beginnings';
import { windowGrid } from '../../../training/objectives/distillation/distillWindows';
import { buildModel, parametersOf } from '../../../training/models/model';
import { withSteps } from '../../../training/run/duration';
import type { Comparable } from '../compare/contest/setup';
import { writeText } from './text';
import type { DistillJob, DistillPlan } from './work';
import type { DistillRequest } from '../../protocol/distill';
import { layersOf } from './student';

const ANY_VOCABULARY = 256;

export const isClassTask = ({ teacherRun }: DistillRequest): boolean =>
  teacherRun.objectives?.some(({ kind }) => kind === 'classify') ?? false;

/**
 * What can be refused before a teacher is trained or opened.
 * @throws BenchtopError distill_nothing_to_learn | distill_top_k_in_step | distill_not_for_classes | heads_do_not_divide
 */
export function refuseEarly(request: DistillRequest): void {
  const { teacher, teacherRun, distill } = request;
  refuseContradictions(distill);
  if (isClassTask(request)) refuseForClasses(distill);
  if (!teacher)
    parametersOf(distill.student ?? studentOf(teacherRun.model, distill), ANY_VOCABULARY);
}

/** @throws BenchtopError student_has_other_shape, and what a model's config may be refused for */
export async function prepareDistill(job: DistillJob, source: Comparable): Promise<DistillPlan> {
  const { distill } = job.request;
  const { trained } = source;
  const seqLen = trained.model.contextLength;
  // One window for both: every place has a teacher, and both are evaluated on the same text.
  const student = {
    ...(distill.student ?? studentOf(trained.config, distill)),
    n_positions: seqLen,
  };
  const config = { ...distill, temperature: temperatureFor(distill, student) };
  const model = buildModel(student, trained.model.vocabSize);
  const initial = config.initial === 'random' ? null : layersOf(trained, student, model);
  const wanted = Math.max(seqLen + 2, config.tokens);
  const plain =
    config.source === 'generated'
      ? await writeText(job, source, wanted)
      : source.corpora.train.slice(0, wanted);
  const { lead = [] } = source;
  const hasLead = lead.length > 0;
  const tokens = hasLead ? inBlocks(plain, lead, seqLen) : plain;
  const starts = hasLead
    ? blockStarts(tokens.length, seqLen + 1, tokens.length)
    : windowGrid(tokens.length, seqLen);
  const { seeds } = config;
  const training = withSteps(config.training, starts.length);
  const batch = training.per_device_train_batch_size * training.gradient_accumulation_steps;
  const reads = training.max_steps * batch * seeds.length;
  return {
    config: { ...config, training },
    student,
    model,
    initial,
    reading: { tokens, starts, seqLen, reads },
  };
}
