// The examples that a run learns from: a set built-in, or what the user imported.
import { textHash } from '../../training/data/cleaning/dedup';
import {
  takeExamples,
  takeSplits,
  type Example,
  type Examples,
} from '../../training/data/examples/examples';
import {
  examplesOfSet,
  exampleSetOf,
  OWN_EXAMPLES,
} from '../../training/data/examples/exampleSets';
import type { RunConfig } from '../../training/run/config';
import type { ExamplesConfig } from '../../training/run/finetuningConfig';
import { hostError } from '../protocol/error';
import type { OwnExamples } from '../protocol/examples';

/** Of the first set. @throws BenchtopError as examplesOf */
export const examplesFor = (config: RunConfig, own?: OwnExamples): Examples | undefined =>
  config.data.examples && examplesOf(config.data.examples, config, own);

/** All sets of a run, in their order. @throws BenchtopError examples_listed_twice, and as examplesOf */
export function exampleSetsFor(
  config: Pick<RunConfig, 'data'>,
  own?: OwnExamples,
): Map<string, Examples> {
  const { examples, more_examples: more = [] } = config.data;
  const sets = new Map<string, Examples>();
  for (const wanted of [...(examples ? [examples] : []), ...more]) {
    const { set } = wanted;
    if (sets.has(set)) throw hostError('examples_listed_twice', { set });
    sets.set(set, examplesOf(wanted, config, own));
  }
  return sets;
}

/** @throws BenchtopError unknown_examples | examples_missing | too_few_examples */
function examplesOf(
  wanted: ExamplesConfig,
  { data }: Pick<RunConfig, 'data'>,
  own?: OwnExamples,
): Examples {
  const set = exampleSetOf(wanted);
  if (set) return examplesOfSet(set, wanted, data.seed);
  if (wanted.set !== OWN_EXAMPLES) throw hostError('unknown_examples', { set: wanted.set });
  if (!own) throw hostError('examples_missing');
  const count = own.examples.length;
  if (count < 2) throw hostError('too_few_examples', { count });
  const { train, validation, per_class: perClass, seed = data.seed } = wanted;
  const order = drawnOrder(own.examples, seed);
  const { heldOut } = own;
  if (heldOut) return takeSplits({ ...own, heldOut }, { train, perClass }, order);
  const taken = takeExamples(own, { train, validation, perClass }, data.validation_share, order);
  // One text, again and again: nothing is left to be measured on.
  if (taken.validation.length === 0) throw hostError('too_few_examples', { count: 1 });
  return taken;
}

/** Indices in an order that the seed and the texts decide, however their file sorts them. */
function drawnOrder(examples: readonly Example[], seed: number): number[] {
  const keys = examples.map(({ text, second = '', label }, index) => {
    const [high, low] = textHash(`${label}\n${second}\n${text}`, seed);
    return { high, low, index };
  });
  const sorted = keys.toSorted((a, b) => a.high - b.high || a.low - b.low || a.index - b.index);
  return sorted.map(({ index }) => index);
}
