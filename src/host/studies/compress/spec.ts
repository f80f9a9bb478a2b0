// What a comparison lines up. A variant is a list of stages that a model goes through, in order; what
// may be said of it and what it is called follow from them.
import { z } from 'zod';
import { hostError } from '../../protocol/error';
import {
  variantSchema,
  type Honesty,
  type Stage,
  type StageKind,
  type VariantSpec,
  type VariantSpecInput,
} from '../../protocol/variant';

/**
 * The first is what the others are held against.
 * @throws BenchtopError bad_stages | stage_after_quantized | stage_after_low_rank | prune_groups
 */
export function checkVariants(given: readonly VariantSpecInput[]): VariantSpec[] {
  const parsed = z.array(variantSchema).min(1).max(32).safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const reason = `${issue!.path.join('.')}: ${issue!.message}`;
    throw hostError('bad_stages', { reason });
  }
  const ids = new Set(parsed.data.map(({ id }) => id));
  if (ids.size < parsed.data.length) {
    throw hostError('bad_stages.twice', { reason: 'two have one id' });
  }
  for (const { stages } of parsed.data) checkOrder(stages);
  return parsed.data;
}

/**
 * Stages written as JSON, checked.
 * @throws BenchtopError as `checkVariants`
 */
export function readStages(json: string): Stage[] {
  try {
    return checkVariants([{ id: 'given', stages: JSON.parse(json) as Stage[] }])[0]!.stages;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw hostError('bad_stages.json', { reason: thrown.message });
  }
}

export const isPacked = ({ kind }: Stage): boolean =>
  kind === 'int8' || kind === 'int4' || kind === 'f16';

function checkOrder(stages: readonly Stage[]): void {
  const quantized = stages.findIndex(isPacked);
  if (quantized >= 0 && quantized < stages.length - 1) {
    throw hostError('stage_after_quantized');
  }
  const factored = stages.findIndex(({ kind }) => kind === 'low_rank');
  const whole: readonly StageKind[] = ['heads', 'low_rank'];
  if (factored >= 0 && stages.slice(factored + 1).some(({ kind }) => whole.includes(kind))) {
    throw hostError('stage_after_low_rank');
  }
  for (const stage of stages) {
    if (stage.kind !== 'prune' || stage.how !== 'n_m') continue;
    const isUneven = (4 * stage.amount) % 1 !== 0;
    if (isUneven || stage.schedule === 'gradual') throw hostError('prune_groups');
  }
}

const FEW = 0.3;

/** Share of the run's learning rate with which pruned weights are recovered. */
export const rateAfterPruning = (amount: number): number => (amount <= FEW ? 0.1 : 0.5);

export const rateOf = (stage: Stage & { readonly kind: 'recover' | 'distill' | 'prune' }): number =>
  stage.kind === 'prune' ? rateAfterPruning(stage.amount) : stage.rate;

/** Stages in which the model is trained on. */
export const isTraining = (stage: Stage): boolean =>
  stage.kind === 'recover' ||
  stage.kind === 'distill' ||
  (stage.kind === 'prune' && stage.schedule === 'gradual');

export function honestyOf(stages: readonly Stage[], dot4: boolean): Honesty {
  const last = stages.at(-1);
  if (last?.kind === 'int8' && last.activations === 'int8') return dot4 ? 'executed' : 'emulated';
  const forms = stages.filter(({ kind }) => kind !== 'recover' && kind !== 'distill');
  return forms.length > 0 && forms.every(({ kind }) => kind === 'prune') ? 'storage' : 'executed';
}

const PREFIX = 'stage_';
const CONTROL = 'control';

/** Is it what a pipeline has made after one of its stages? */
export const isPrefix = (id: string): boolean => id.startsWith(PREFIX);

/** The whole model trained on, which others that were trained on are held against. */
export const isControl = ({ id }: Pick<VariantSpec, 'id'>): boolean => id === CONTROL;

/** One variant after each stage, and as many steps of training alone as all of them together. */
export function pipelineVariants(stages: readonly Stage[]): VariantSpecInput[] {
  const prefixes = stages.map((_, i) => ({
    id: `${PREFIX}${i + 1}`,
    stages: stages.slice(0, i + 1),
  }));
  const training = stages.flatMap((stage): Stage[] =>
    isTraining(stage) && 'steps' in stage
      ? [{ kind: 'recover', steps: stage.steps, rate: rateOf(stage) }]
      : [],
  );
  const control = training.length > 0 ? [{ id: CONTROL, stages: training }] : [];
  return [{ id: 'fp32', stages: [] }, ...prefixes, ...control];
}
