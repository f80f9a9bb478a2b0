// Finds the parameters of a model in its files, and accounts for every tensor there: used, a copy of a used
// one, harmless, a head that is not used and is named, or something that would change what is computed,
// which is refused by name.
import type { Remark } from '../../formats/remark';
import { sharedName, unshared } from '../../models/sharedLayers';
import type { ModelConfig } from '../../run/config';
import { parameterShapes } from './huggingface';
import { HuggingFaceError, type ModelShape } from './config';
import { writtenFamily } from './families';
import { listed } from './special';
import { checkFloats, checkNotQuantized } from './quantizedTensors';
import type { TensorSource } from '../safetensors/sharded';

/** Names and shapes; where the values are does not matter here. */
export type TensorList = Pick<TensorSource, 'names' | 'has' | 'entry'>;

/** Two tensors of the files that must hold the same bits. */
export interface TensorCopy {
  readonly name: string;
  readonly of: string;
}

export interface Located {
  /** Biases and heads that the files lack as a whole are switched off in the config. */
  readonly shape: ModelShape;
  readonly nameInFile: ReadonlyMap<string, string>;
  /** Of tied weights and shared layers: the model has a place for one of them only. */
  readonly copies: readonly TensorCopy[];
  /** A classifier whose file has no output layer over the vocabulary cannot continue texts. */
  readonly canWrite: boolean;
  readonly remarks: readonly Remark[];
}

/** What files of the model without its head leave out. */
const PREFIXES = ['transformer.', 'model.', 'bert.', 'distilbert.'];

/** Under which names a parameter may stand in a file. */
function namesOf(name: string): string[] {
  const prefix = PREFIXES.find((start) => name.startsWith(start));
  const names = prefix ? [name, name.slice(prefix.length)] : [name];
  // The first BERT files carry TensorFlow's names of a norm's scales.
  const old = names
    .filter((one) => one.includes('LayerNorm.'))
    .map((one) => one.replace(/weight$/, 'gamma').replace(/bias$/, 'beta'));
  if (name === 'shared.weight') old.push('encoder.embed_tokens.weight');
  return [...names, ...old];
}

/** Masks that old GPT-2 files keep among the weights. */
const GPT2_MASK = /(?:^|\.)h\.\d+\.(?:attn|crossattention)\.(?:masked_)?bias$/;

/** Recomputed by every loader, whatever they hold. */
const HARMLESS = [
  /(?:^|\.)rotary_emb\.(?:original_)?inv_freq$/,
  /(?:^|\.)rotary_emb\.(?:cos|sin)_cached$/,
  /(?:^|\.)embeddings\.(?:position|token_type)_ids$/,
  /\.num_batches_tracked$/,
  /(?:^|\.)total_(?:ops|params)$/,
  /^decoder\.block\.0\.layer\.1\.EncDecAttention\.relative_attention_bias\.weight$/,
];

/** Layers on top of the model that nothing here looks at: the model below them is the same. */
const OTHER_HEADS =
  /^(?:qa_outputs|score|classifier|pre_classifier|classification_head|multiple_choice_head|v_head|value_head|sequence_summary|vocab_(?:transform|layer_norm|projector)|cls\.(?:predictions|seq_relationship))\./;

/** The model without the parts that the files leave out. */
function fittedTo({ model, classifier }: ModelShape, source: TensorList): ModelConfig {
  const has = (name: string): boolean => namesOf(name).some((candidate) => source.has(candidate));
  if (model.family === 'gpt') {
    const hasBias = source.names.some((name) => name.endsWith('.bias') && !GPT2_MASK.test(name));
    return { ...model, bias: model.bias && hasBias, ...untied(model, !!classifier, source) };
  }
  if (model.family === 'bert') {
    // The class of a classifier looks at the pooled state.
    const pooler = !!classifier || has('bert.pooler.dense.weight');
    const next_sentence_head = pooler && has('cls.seq_relationship.weight');
    const masked_lm_head = has('cls.predictions.transform.dense.weight');
    return { ...model, pooler, next_sentence_head, masked_lm_head };
  }
  if (model.family === 'distilbert')
    return { ...model, masked_lm_head: has('vocab_transform.weight') };
  if ('tie_word_embeddings' in model) return { ...model, ...untied(model, !!classifier, source) };
  return model;
}

/** Classes for sequence classification have no output layer over the vocabulary. */
const untied = (
  { tie_word_embeddings }: { readonly tie_word_embeddings: boolean },
  classifies: boolean,
  source: TensorList,
) => ({
  tie_word_embeddings: tie_word_embeddings || (classifies && !source.has('lm_head.weight')),
});

/** @throws HuggingFaceError missing_tensor | wrong_shape | leftover_tensors | quantized_weights */
export function locateParameters(requested: ModelShape, files: TensorList): Located {
  checkNotQuantized(files);
  const { source, prefix } = unwrapped(requested, files);
  const shape: ModelShape = { ...requested, model: fittedTo(requested, source) };
  const found = findAll(shape, source);
  const inFile = (name: string): string => `${prefix}${name}`;
  const { copies, unused } = account(shape, source, found);
  const remarks: Remark[] = [];
  if (prefix) remarks.push({ code: 'prefix_removed', fields: { prefix } });
  if (unused.length > 0) {
    const fields = { tensors: listed(unused), count: unused.length };
    remarks.push({ code: 'unused_tensors', fields });
  }
  return {
    shape,
    nameInFile: new Map([...found].map(([name, stored]) => [name, inFile(stored)])),
    copies: copies.map(({ name, of }) => ({ name: inFile(name), of: inFile(of) })),
    canWrite: isTied(requested.model) === isTied(shape.model),
    remarks,
  };
}

const isTied = (model: ModelConfig): boolean =>
  'tie_word_embeddings' in model && model.tie_word_embeddings;

/** Every parameter's name in the file. */
function findAll(shape: ModelShape, source: TensorList): Map<string, string> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, dims] of parameterShapes(shape)) {
    const located = namesOf(name).find((candidate) => source.has(candidate));
    if (!located) missing.push(name);
    else {
      // First: packed integers have another shape, too.
      checkFloats([located], source);
      checkShape(name, source.entry(located).shape, dims);
      found.set(name, located);
    }
  }
  if (missing.length === 0) return found;
  const tensor = listed(missing);
  const example = listed(source.names.slice(0, 1)) || '-';
  throw new HuggingFaceError(
    'missing_tensor',
    `The weights lack ${tensor} (${missing.length} in all), which config.json asks for. The first that they have is ${example}.`,
    { tensor, count: missing.length, example },
  );
}

function checkShape(name: string, stored: readonly number[], dims: readonly number[]): void {
  if (stored.length === dims.length && stored.every((dim, axis) => dim === dims[axis])) return;
  throw new HuggingFaceError(
    'wrong_shape',
    `${name} is [${stored.join(', ')}]; config.json says [${dims.join(', ')}].`,
    { tensor: name, got: stored.join('×'), expected: dims.join('×') },
  );
}

/** Without what wrappers (torch.compile, DataParallel, PEFT) put in front of every name. */
function unwrapped(shape: ModelShape, source: TensorList): { source: TensorList; prefix: string } {
  const wanted = parameterShapes(shape).keys().next().value!;
  let prefix = '';
  for (;;) {
    const isThere = namesOf(wanted).some((name) => source.has(`${prefix}${name}`));
    const next = source.names[0]?.slice(prefix.length).indexOf('.') ?? -1;
    if (isThere || next < 0) break;
    const longer = source.names[0]!.slice(0, prefix.length + next + 1);
    if (!source.names.every((name) => name.startsWith(longer))) return { source, prefix: '' };
    prefix = longer;
  }
  const isFound = namesOf(wanted).some((name) => source.has(`${prefix}${name}`));
  return prefix && isFound
    ? { source: withoutPrefix(source, prefix), prefix }
    : { source, prefix: '' };
}

const withoutPrefix = (source: TensorList, prefix: string): TensorList => ({
  names: source.names.map((name) => name.slice(prefix.length)),
  has: (name) => source.has(`${prefix}${name}`),
  entry: (name) => source.entry(`${prefix}${name}`),
});

/** @throws HuggingFaceError leftover_tensors */
function account(
  shape: ModelShape,
  source: TensorList,
  found: ReadonlyMap<string, string>,
): { copies: TensorCopy[]; unused: string[] } {
  const used = new Set(found.values());
  const copyOf = copiesOf(shape, found);
  const copies: TensorCopy[] = [];
  const unused: string[] = [];
  const leftover: string[] = [];
  for (const name of source.names) {
    if (used.has(name)) continue;
    const of = copyOf(name);
    if (of !== undefined) copies.push({ name, of });
    else if (isOtherHead(shape, name)) unused.push(name);
    else if (!isHarmless(shape.model, name, source)) leftover.push(name);
  }
  if (leftover.length === 0) return { copies, unused };
  throw leftoverError(leftover);
}

export function leftoverError(names: readonly string[]): HuggingFaceError {
  const fields = { tensors: listed(names), count: names.length };
  return new HuggingFaceError(
    'leftover_tensors',
    `The weights have ${fields.count} tensors that the model of config.json has no place for, and that would change what it computes: ${fields.tensors}.`,
    fields,
  );
}

/** Beside a classifier's own tensors nothing of its output layer may be left. */
const isOtherHead = ({ classifier }: ModelShape, name: string): boolean =>
  OTHER_HEADS.test(name) && !(classifier && /^(?:score|(?:pre_)?classifier)\./.test(name));

function isHarmless(model: ModelConfig, name: string, source: TensorList): boolean {
  if (HARMLESS.some((pattern) => pattern.test(name))) return true;
  if (model.family !== 'gpt' || !GPT2_MASK.test(name)) return false;
  const { shape } = source.entry(name);
  if (name.endsWith('masked_bias')) return shape.length === 0 || shape.join() === '1';
  const [one, two, rows, columns] = shape;
  return shape.length === 4 && one === 1 && two === 1 && rows === columns;
}

/** Which used tensor a name is tied to; undefined where it is none of them. */
function copiesOf(
  { model }: ModelShape,
  found: ReadonlyMap<string, string>,
): (name: string) => string | undefined {
  const pairs = new Map<string, string>();
  const tie = (copy: string, of: string): void => {
    const stored = found.get(of);
    if (stored !== undefined) for (const name of namesOf(copy)) pairs.set(name, stored);
  };
  for (const [copy, of] of writtenFamily(model)?.tied ?? []) tie(copy, of);
  const isWhole = unshared(model) === model;
  if (!isWhole) {
    for (const name of parameterShapes({ model: unshared(model), vocabSize: 1 }).keys()) {
      const of = sharedName(model, name);
      if (of !== name) tie(name, of);
    }
  }
  return (name) => pairs.get(name);
}
