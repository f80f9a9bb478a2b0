// What of a model is trained: all of it, its last blocks, what comes after them, or LoRA beside it.
// Output layers that the objective brings are always trained.
import { BenchtopError } from '../../gpu/errors';
import { CORPORA } from '../data/corpora/corpora';
import { componentsOfParameters } from '../models/placement';
import type { BaseModel, ModelWeights } from '../models/baseModel';
import type { Model } from '../models/interfaces';
import { usualPooling, type ClassifierFacts } from '../nn/classifier';
import { loraParameters, loraTargets, mergeLora, withLora, type LoraConfig } from '../nn/lora';
import { ParameterSet, type ParameterSpec, type Weights } from '../parameters';
import { withAddedRows } from '../addedRows';
import type { RunConfig } from './config';
import type { TrainedParameters } from './state';
import type { FinetuningConfig } from './finetuningConfig';

export interface Tuned {
  readonly scope: TrainedParameters;
  /** The model's own weights, from the frozen ones and what was trained. */
  readonly whole: (trained: Weights, base: Weights) => Weights;
}

export function tuned(
  { parameters }: Model,
  heads: readonly ParameterSpec[],
  tuning: FinetuningConfig = { method: 'full' },
): Tuned {
  if (tuning.method === 'lora') return withAdapters(parameters, heads, loraOf(parameters, tuning));
  const isTrained = chosen(parameters, tuning);
  const trained = [...parameters.filter((spec) => isTrained.has(spec)), ...heads];
  const rest = parameters.filter((spec) => !isTrained.has(spec));
  if (trained.length === 0) {
    throw new BenchtopError(
      'nothing_to_train',
      'No parameters would be trained. Choose another method.',
    );
  }
  return {
    scope: { trained, ...(rest.length > 0 && { frozen: new ParameterSet(rest) }) },
    whole: (weights, base) => only(parameters, new Map([...base, ...weights])),
  };
}

/** The parameters that the method trains. Parts are counted as the model's picture shows them. */
function chosen(
  parameters: readonly ParameterSpec[],
  tuning: Exclude<FinetuningConfig, { method: 'lora' }>,
): ReadonlySet<ParameterSpec> {
  if (tuning.method === 'full') return new Set(parameters);
  const scope = componentsOfParameters(parameters);
  const head = Math.max(...scope);
  const from = tuning.method === 'head' ? head : Math.max(1, head - tuning.blocks);
  return new Set(parameters.filter((_spec, index) => scope[index]! >= from));
}

/** With the modules that it adapts where none are named. @throws BenchtopError unknown_module */
export function loraOf(
  parameters: readonly ParameterSpec[],
  {
    target_modules = loraTargets(parameters),
    ...rest
  }: Extract<FinetuningConfig, { method: 'lora' }>,
): LoraConfig {
  const known = loraTargets(parameters);
  const unknown = target_modules.find((name) => !known.includes(name));
  if (unknown === undefined) return { ...rest, target_modules };
  throw new BenchtopError(
    'unknown_module',
    `No layer of this model is called ${unknown}. It has ${known.join(', ')}.`,
    { module: unknown, known: known.join(', ') },
  );
}

function withAdapters(
  parameters: readonly ParameterSpec[],
  heads: readonly ParameterSpec[],
  lora: LoraConfig,
): Tuned {
  return {
    scope: {
      trained: [...loraParameters(parameters, lora), ...heads],
      frozen: new ParameterSet(parameters),
      adapt: (weights, training) => withLora(weights, parameters, lora, training),
    },
    whole: (weights, base) =>
      only(
        parameters,
        new Map([...base, ...mergeLora(new Map([...base, ...weights]), parameters, lora)]),
      ),
  };
}

const only = (parameters: readonly ParameterSpec[], weights: Weights): Weights =>
  new Map(parameters.map(({ name }) => [name, weights.get(name)!]));

/** Weights to begin with, of a table of `rows` tokens. */
export interface KnownWeights {
  readonly weights: ModelWeights;
  readonly rows: number;
}

/**
 * The arena at the start of a run: the known values, else fresh ones. A table for more tokens keeps its
 * rows and gets new ones at its end (addedRows.ts).
 * @throws BenchtopError weight_shape where a weight fits in no such way
 */
export function startingWeights(
  parameters: ParameterSet,
  seed: number,
  known?: KnownWeights,
): Float32Array<ArrayBuffer> {
  const arena = parameters.initialWeights(seed);
  for (const [index, { name, shape, offset, sizeElements }] of parameters.list.entries()) {
    const values = known?.weights.get(name);
    if (!known || !values) continue;
    const { rows } = known;
    const count = shape[0]! - rows;
    const isTable = count > 0 && values.length * shape[0]! === sizeElements * rows;
    if (values.length !== sizeElements && !isTable) throw otherShape(name, shape, values.length);
    const isBias = shape.length === 1;
    const whole =
      values.length === sizeElements
        ? values
        : withAddedRows(values, { rows, count, isBias }, seed, index);
    arena.set(whole, offset);
  }
  return arena;
}

function otherShape(tensor: string, shape: readonly number[], got: number): BenchtopError {
  const expected = shape.join('×');
  const message = `${tensor} has ${got} values; this run needs [${shape.join(', ')}]. Tune it with the sizes that it has.`;
  return new BenchtopError('weight_shape', message, { tensor, got, expected });
}

/** What a run on this base begins with: its output layer too, where the classes are the same. */
export function knownWeights(
  base: Pick<BaseModel, 'weights' | 'classifier' | 'vocabSize'> | undefined,
  classifier: ClassifierFacts | undefined,
): KnownWeights | undefined {
  if (!base) return undefined;
  const { weights, classifier: own, vocabSize: rows } = base;
  if (!own || own.labels.join('\n') !== classifier?.labels.join('\n')) return { weights, rows };
  return { weights: new Map([...weights, ...own.weights]), rows };
}

/** The run as it is on this base. */
export function onBase(
  config: RunConfig,
  base: Pick<BaseModel, 'config' | 'data'> | undefined,
): RunConfig {
  const model = base?.config ?? config.model;
  // Hugging Face's BERT for sequence classification looks through a pooler; one that is missing is new.
  const needsPooler =
    model.family === 'bert' &&
    config.objectives?.some(
      (one) => one.kind === 'classify' && (one.pooling ?? usualPooling(model.family)) === 'cls',
    );
  const data = withReading(config.data, base?.data);
  return { ...config, model: needsPooler ? { ...model, pooler: true } : model, data };
}

/** Its training part is not read, only what is held out. */
const READING_CHARS = 20_000;

/** Beside examples stands the text built-in that the base has read: what it forgets is measured there. */
function withReading(data: RunConfig['data'], read: RunConfig['data'] | undefined) {
  if (data.corpus !== 'task' || !data.examples || !read) return data;
  const later = (read.more ?? []).filter(({ from_step }) => from_step !== undefined);
  const corpus = later.at(-1)?.corpus ?? read.corpus;
  const kind = CORPORA.find(({ id }) => id === corpus)?.kind;
  if (kind !== 'grammar' && kind !== 'asset') return data;
  const { seed, validation_share } = read;
  return { ...data, corpus, size_chars: READING_CHARS, seed, validation_share };
}
