// The examples that a run learns from: a set in the box, or what the visitor imported.
import { BenchtopError } from '../../gpu/errors';
import { shuffled } from '../../training/data/augment';
import { takeExamples, type Examples } from '../../training/data/examples';
import { examplesOfSet, exampleSetOf, OWN_EXAMPLES } from '../../training/data/exampleSets';
import { createRandomStream } from '../../training/data/random';
import type { RunConfig } from '../../training/run/config';
import type { OwnExamples } from '../protocol/examples';

/** @throws BenchtopError unknown_examples | examples_missing | too_few_examples */
export function examplesFor({ data }: RunConfig, own?: OwnExamples): Examples | undefined {
  const wanted = data.examples;
  if (!wanted) return undefined;
  const set = exampleSetOf(wanted);
  if (set) return examplesOfSet(set, wanted, data.seed);
  if (wanted.set !== OWN_EXAMPLES) {
    const fields = { set: wanted.set };
    throw new BenchtopError('unknown_examples', `There are no examples "${wanted.set}".`, fields);
  }
  if (!own) throw new BenchtopError('examples_missing', 'The run needs its examples first.');
  if (own.examples.length < 2) {
    const fields = { count: own.examples.length };
    throw new BenchtopError(
      'too_few_examples',
      'At least two examples are needed: one to learn from, one to be measured on.',
      fields,
    );
  }
  const { train, validation, per_class: perClass, seed = data.seed } = wanted;
  const indices = Array.from(own.examples, (_, index) => index);
  const order = shuffled(indices, createRandomStream(seed, 0));
  return takeExamples(own, { train, validation, perClass }, data.validation_share, order);
}
