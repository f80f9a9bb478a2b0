// What of a model is trained: all of it, its last blocks, what comes after them, or LoRA beside it.
// Output layers that the objective brings are always trained.
import { BenchtopError } from '../../gpu/errors';
import { CORPORA, isBrought } from '../data/corpora/corpora';
import { withFakeQuantization } from '../compress/fakeQuantized';
import { PackedBase } from '../compress/packedBase';
import { componentsOfParameters } from '../models/placement';
import { ownKind } from '../models/families';
import type { BaseModel, ModelWeights } from '../models/baseModel';
import type { Model } from '../models/interfaces';
import { usualPooling, type ClassifierFacts } from '../nn/classifier';
import { loraParameters, loraTargets, withLora, type LoraConfig } from '../nn/lora';
import { mergeLora, startOfLora } from '../nn/loraMerge';
import { ParameterSet, type ParameterSpec, type Weights } from '../parameters';
import { withAddedRows } from '../addedRows';
import type { RunConfig } from './config';
import { ReferenceCopies } from './referenceCopies';
import type { TrainedParameters } from './state';
import type { FinetuningConfig } from './finetuningConfig';

export interface Tuned {
  readonly scope: TrainedParameters;
  /** The model's own weights, from the frozen ones and what was trained. */
  readonly whole: (trained: Weights, base: Weights) => Weights;
  /** What the frozen set holds of a model's weights, where that is not simply some of them. */
  readonly stored?: { pack(weights: Weights): Weights };
  /** Trained values that begin at what the frozen weights say. */
  readonly starts?: (base: Weights) => Weights;
}

/** What is tuned, and for what. */
interface Tunable {
  readonly model: Model;
  /** Weights of output layers. */
  readonly heads: readonly ParameterSpec[];
  readonly needsReference: boolean;
}

export function tuned(
  { model: { parameters }, heads, needsReference }: Tunable,
  tuning: FinetuningConfig = { method: 'full' },
): Tuned {
  if (tuning.method === 'lora') return withAdapters(parameters, heads, tuning);
  const isTrained = chosen(parameters, tuning);
  const trained = [...parameters.filter((spec) => isTrained.has(spec)), ...heads];
  const rest = parameters.filter((spec) => !isTrained.has(spec));
  if (trained.length === 0) {
    throw new BenchtopError(
      'nothing_to_train',
      'No parameters would be trained. Choose another method.',
    );
  }
  const copies = needsReference
    ? new ReferenceCopies(parameters.filter((spec) => isTrained.has(spec)))
    : null;
  const frozen = [...rest, ...(copies?.specs ?? [])];
  return {
    scope: {
      trained,
      ...(frozen.length > 0 && { frozen: new ParameterSet(frozen) }),
      ...(copies && { reference: (stored) => copies.lookUp(stored) }),
      ...roundedBy(tuning, parameters),
    },
    whole: (weights, base) => only(parameters, new Map([...base, ...weights])),
    ...(copies && { stored: copies }),
  };
}

type Roundable = Exclude<FinetuningConfig, { method: 'lora' }>;

function roundedBy(
  tuning: Roundable,
  parameters: readonly ParameterSpec[],
): Pick<TrainedParameters, 'adapt'> {
  const quantization = tuning.method === 'head' ? undefined : tuning.fake_quantize;
  if (!quantization) return {};
  return { adapt: (weights) => withFakeQuantization(weights, parameters, quantization) };
}

/** The parameters that the method trains. Parts are counted as the model's picture shows them. */
function chosen(
  parameters: readonly ParameterSpec[],
  tuning: Roundable,
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
  tuning: Extract<FinetuningConfig, { method: 'lora' }>,
): Tuned {
  const lora = loraOf(parameters, tuning);
  const base = tuning.quantization && new PackedBase(parameters, tuning.quantization);
  const opened = (stored: Weights): Weights => base?.open(stored) ?? stored;
  return {
    scope: {
      trained: [...loraParameters(parameters, lora), ...heads],
      frozen: base?.parameters ?? new ParameterSet(parameters),
      reference: (stored) => base?.lookUp(stored) ?? stored,
      adapt: (weights, training) =>
        withLora(base?.lookUp(weights) ?? weights, parameters, lora, training),
    },
    whole: (weights, stored) => {
      const all = new Map([...opened(stored), ...weights]);
      return only(parameters, new Map([...all, ...mergeLora(all, parameters, lora)]));
    },
    starts: (stored) => startOfLora(opened(stored), parameters, lora),
    ...(base && { stored: base }),
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

/** The arena of the frozen weights at the start of a run. */
export function startOfFrozen(
  { scope: { frozen }, stored }: Tuned,
  { parameters }: Model,
  seed: number,
  known?: KnownWeights,
): Float32Array<ArrayBuffer> | undefined {
  if (!frozen || !stored) return frozen && startingWeights(frozen, seed, known);
  const whole = new ParameterSet(parameters);
  return frozen.pack(stored.pack(whole.unpack(startingWeights(whole, seed, known))));
}

/** The same with values that the frozen weights decide. */
export const withStarts = (
  known: KnownWeights | undefined,
  starts: ModelWeights,
): KnownWeights => ({
  rows: known?.rows ?? 0,
  weights: new Map([...(known?.weights ?? []), ...starts]),
});

/** The run as it is on this base. */
export function onBase(
  config: RunConfig,
  base: Pick<BaseModel, 'config' | 'provenance' | 'studyText'> | undefined,
): RunConfig {
  const model = base?.config ?? config.model;
  // Hugging Face's BERT for sequence classification looks through a pooler; one that is missing is new.
  const needsPooler =
    model.family === 'bert' &&
    config.objectives?.some(
      (one) => one.kind === 'classify' && (one.pooling ?? usualPooling(model.family)) === 'cls',
    );
  const { objectives = ownObjectives(model) } = config;
  const data = withReading(config.data, base?.studyText ?? base?.provenance?.data);
  return {
    ...config,
    model: needsPooler ? { ...model, pooler: true } : model,
    data,
    ...(objectives && { objectives }),
  };
}

/** A text without a word on what to learn of it is read as the model was pretrained. */
function ownObjectives({ family }: RunConfig['model']): RunConfig['objectives'] {
  const kind = ownKind(family);
  return kind === 'causal_lm' ? undefined : [{ kind }];
}

/** Its training part is not read, only what is held out. */
const READING_CHARS = 20_000;

/** The text that a model knows, of all that it has read: the last one that was scheduled. */
export function generalOf(read: RunConfig['data']): RunConfig['data']['general'] {
  if (read.corpus === 'task') return read.general;
  const later = (read.more ?? []).filter(({ from_step }) => from_step !== undefined);
  const corpus = later.at(-1)?.corpus ?? read.corpus;
  const { seed, validation_share } = read;
  const isMade = CORPORA.some(({ id, kind }) => id === corpus && kind === 'grammar');
  return { corpus, seed, validation_share, ...(isMade && { size_chars: READING_CHARS }) };
}

/** Beside what is learned stands the text built-in that the base has read: what it forgets is measured there. */
function withReading(data: RunConfig['data'], read: RunConfig['data'] | undefined) {
  // Examples alone have no text, and what learns a text has no examples.
  const hasPlace = (data.corpus === 'task') === (data.examples !== undefined);
  if (data.general || !hasPlace || !read) return data;
  const general = generalOf(read);
  return general && !isBrought(general.corpus) ? { ...data, general } : data;
}
