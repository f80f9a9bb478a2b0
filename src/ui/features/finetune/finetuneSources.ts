// What the page knows of the chosen base, and of the texts that have to be brought.
import type { Family } from '../../../host/studies/finetune/request';
import { isBrought } from '../../../training/data/corpora/corpora';
import type { TextRow } from '../../../training/run/texts/textRows';
import type { Bench } from '../../stores/bench';

/** Of the chosen base, where the page knows it. */
export function familyOf(bench: Bench): Family | undefined {
  const { base, made } = bench.finetune.getState().choices;
  if (!base) return made;
  const { models, ready } = bench.models.getState();
  if (base.kind === 'loaded' || base.kind === 'ready')
    return (base.kind === 'ready' ? ready : models)?.find(({ id }) => id === base.id)?.config
      .family;
  const { run } = bench.run.getState();
  return base.kind === 'run' && run?.runId === base.runId ? run.config.model.family : undefined;
}

/** What is to be brought for these texts, or for the general one; undefined: nothing. */
export const broughtFor = (rows: readonly TextRow[], general: string | null): string | undefined =>
  [...rows.map(({ corpus }) => corpus), general ?? ''].find(isBrought);
