// The examples that a run learns from: a set built-in, or what the user imported.
import { BenchtopError } from '../../gpu/errors';
import { shuffled } from '../../training/data/augment';
import { takeExamples, type Examples } from '../../training/data/examples/examples';
import {
  examplesOfSet,
  exampleSetOf,
  OWN_EXAMPLES,
} from '../../training/data/examples/exampleSets';
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
    throw new BenchtopError('unknown_examples', `There is no dataset "${wanted.set}".`, fields);
  }
  if (!own) throw new BenchtopError('examples_missing', 'The run needs its dataset first.');
  if (own.examples.length < 2) throw tooFew(own.examples.length);
  const { train, validation, per_class: perClass, seed = data.seed } = wanted;
  const indices = Array.from(own.examples, (_, index) => index);
  const order = shuffled(indices, createRandomStream(seed, 0));
  const taken = takeExamples(own, { train, validation, perClass }, data.validation_share, order);
  // One text, again and again: nothing is left to be measured on.
  if (taken.validation.length === 0) throw tooFew(1);
  return taken;
}

const tooFew = (count: number): BenchtopError =>
  new BenchtopError(
    'too_few_examples',
    'At least two different examples are needed: one to learn from, one to be measured on.',
    { count },
  );
