// Which text each objective of a run reads, and on which texts it is evaluated.
import { BenchtopError } from '../../gpu/errors';
import { isEncoderFamily } from '../models/families';
import type { RunConfig } from '../run/config';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import { inOrderOfReading } from '../run/texts/textSchedule';
import type { LossTerm, Place } from './lossTerm';
import type { TextData } from './source';

const learnsFromExamples = (configs: readonly ObjectiveConfig[]): boolean =>
  configs.some(({ kind }) => kind === 'classify' || kind === 'answer' || kind === 'dpo');

/** A run on examples that has a text, too: its model must not forget that. */
export const isTextBeside = (config: RunConfig, configs: readonly ObjectiveConfig[]): boolean =>
  config.data.corpus !== 'task' &&
  learnsFromExamples(configs) &&
  !isEncoderFamily(config.model.family);

/** Index of the text that the base knows: the one named as such, or the one beside examples. */
export function generalOf(
  config: RunConfig,
  configs: readonly ObjectiveConfig[],
  { general }: TextData,
): number | undefined {
  if (general !== undefined) return general;
  return isTextBeside(config, configs) && configs.every(({ kind }) => kind !== 'causal_lm')
    ? 0
    : undefined;
}

/** Texts of those objectives that name one, and of what is watched. */
export function ownTexts(
  terms: readonly LossTerm[],
  configs: readonly ObjectiveConfig[],
  watched: readonly LossTerm[],
  data: TextData,
): ReadonlyMap<LossTerm, number> {
  const own = new Map<LossTerm, number>(watched.map((term) => [term, data.general ?? 0]));
  for (const [index, { corpus }] of configs.entries()) {
    if (corpus !== undefined) own.set(terms[index]!, textNamed(corpus, data));
  }
  return own;
}

function textNamed(corpus: string, { sources }: TextData): number {
  const index = sources.findIndex(({ id }) => id === corpus);
  if (index >= 0) return index;
  throw new BenchtopError(
    'objective_unknown_corpus',
    `An objective reads "${corpus}", which is not among the run's corpora.`,
    { corpus },
  );
}

interface SetPlan extends Place {
  readonly name: string;
}

/** Tasks are measured on both splits; text on what is held out of each that the run reads in turn. */
export function evaluatedOn(
  configs: readonly ObjectiveConfig[],
  { sources, schedule }: TextData,
  maxSteps: number,
): SetPlan[] {
  if (configs.some(({ kind }) => kind === 'algorithm')) {
    return (['train', 'validation'] as const).map((split) => ({ name: split, split, source: 0 }));
  }
  const alone = { name: 'validation', split: 'validation', source: 0 } as const;
  if (learnsFromExamples(configs)) return [alone];
  const read = inOrderOfReading(schedule, maxSteps);
  if (read.length === 1) return [{ ...alone, source: read[0]! }];
  return read.map((source) => ({ name: sources[source]!.id, split: 'validation', source }));
}
