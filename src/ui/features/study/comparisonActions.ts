// What the user can do with a comparison: start it, and keep one of its variants.
import type { CompareRequest } from '../../../host/protocol/compare';
import type { WithPageText } from '../../../host/protocol/studyText';
import type { VariantSpecInput } from '../../../host/protocol/variant';
import type { BaseRef } from '../../../training/models/baseModel';
import type { CompareOptions } from './comparison';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';
import { runStudy } from './study';

const TEXTS = { automatic: undefined, one: [], eight: [2, 4, 8] } as const;

/** The run's own, or the one that was chosen in its place. */
export const comparedModel = (
  { base }: Pick<CompareOptions, 'base'>,
  runId: string | undefined,
): BaseRef | null => base ?? (runId === undefined ? null : { kind: 'run', runId });

/** Null where there is no model. */
function requestOf(
  { compare, run }: Bench,
  variants: readonly VariantSpecInput[] | undefined,
): WithPageText<CompareRequest> | null {
  const { evalTasks, options } = compare.getState();
  const { text, others, together, watts } = options;
  const texts = TEXTS[together];
  const model = comparedModel(options, run.getState().run?.runId);
  if (!model) return null;
  return {
    model,
    ...(text && { text }),
    others,
    ...(evalTasks && { evalTasks }),
    ...(variants && { variants }),
    ...(texts && { texts }),
    ...(watts > 0 && { watts }),
  };
}

/** `variants`: the usual ones where left out. */
export const runComparison = (
  bench: Bench,
  variants?: readonly VariantSpecInput[],
): Promise<void> => runStudy(bench, 'compare', () => requestOf(bench, variants));

/** The run's own model alone, in place of what was chosen for another comparison. */
export function compareRun(bench: Bench): BaseRef | null {
  bench.compare.setState(({ options }) => ({
    options: { ...options, base: null, others: [], text: null },
  }));
  void runComparison(bench);
  return comparedModel({ base: null }, bench.run.getState().run?.runId);
}

/** Among the models, as `name`. A failure is reported and changes nothing. */
export async function keepVariant(bench: Bench, id: string, name: string): Promise<void> {
  const { lab, compare } = bench;
  const startedAt = () => compare.getState().update?.result.method.startedAt;
  const before = startedAt();
  const model = await telling(bench, () => lab.models.keepVariant(id, name));
  // Another comparison may have begun: its variants are others.
  if (model && startedAt() === before)
    compare.setState(({ savedModels }) => ({ savedModels: { ...savedModels, [id]: model.id } }));
}
