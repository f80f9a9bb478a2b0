// What the visitor can do with a comparison: start it, and keep one of its variants.
import { toErrorData } from '../../../host/lab/labError';
import { DISTILL_STORY } from '../../../experiments/distill';
import type { CompareRequest } from '../../../host/protocol/compare';
import type { VariantSpecInput } from '../../../host/protocol/variant';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { runStudy } from './study';

const TEXTS = { usual: undefined, one: [], eight: [2, 4, 8] } as const;

/** Null where there is no model. */
function requestOf(
  { compare, run }: Bench,
  variants: readonly VariantSpecInput[] | undefined,
): CompareRequest | null {
  const { suites, options } = compare.getState();
  const { base, others, together, watts } = options;
  const runId = run.getState().run?.runId;
  const texts = TEXTS[together];
  const own = base
    ? { base, settings: runConfigSchema.parse(DISTILL_STORY.teacherRun) }
    : runId !== undefined && { runId };
  if (!own) return null;
  return {
    ...own,
    others,
    ...(suites && { suites }),
    ...(variants && { variants }),
    ...(texts && { texts }),
    ...(watts > 0 && { watts }),
  };
}

/** `variants`: the usual ones where left out. */
export async function runComparison(
  bench: Bench,
  variants?: readonly VariantSpecInput[],
): Promise<void> {
  const { compare } = bench;
  if (compare.getState().state !== 'running') compare.setState({ kept: {} });
  await runStudy(bench, 'compare', () => requestOf(bench, variants));
}

/** The run's own model, in place of a reference model that was chosen for another comparison. */
export function compareRun(bench: Bench): void {
  bench.compare.setState(({ options }) => ({ options: { ...options, base: null } }));
  void runComparison(bench);
}

/** Among the models, as `name`. A failure is told and changes nothing. */
export async function keepVariant(
  { lab, compare, notices }: Bench,
  id: string,
  name: string,
): Promise<void> {
  const startedAt = () => compare.getState().update?.result.method.startedAt;
  const before = startedAt();
  try {
    const model = await lab.models.keepVariant(id, name);
    // Another comparison may have begun: its variants are others.
    if (startedAt() !== before) return;
    compare.setState(({ kept }) => ({ kept: { ...kept, [id]: model.id } }));
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
