// Hugging Face folders ↔ Benchtop's ModelConfig and parameters. Our parameter names and layouts are
// theirs, family by family. What our models can't express is refused, not ignored.
import { withBiasesOfClass } from '../../models/llamaKinds';
import { parametersOf } from '../../models/model';
import { canShare, ownLayers, sharedName, sharesLayers, unshared } from '../../models/sharedLayers';
import type { z } from 'zod';
import { shownValue, walkFields } from '../../formats/fieldTable';
import { reasonText, type ReasonCode, type ReasonFields } from '../../formats/reasons';
import type { Remark } from '../../formats/remark';
import { classifierParameters } from '../../nn/classifier';
import { modelSchema, type ModelConfig } from '../../run/config';
import { LIMITS } from '../../run/modelConfig';
import {
  ConfigJson,
  HuggingFaceError,
  unsupported,
  withoutOwnForm,
  type ConfigValues,
  type ModelShape,
} from './config';
import { readClassifier, writeClassifier } from './classifier';
import { READ_FAMILIES, writtenFamily, type ReadFamily } from './families';
import { listed, specialIdsOfConfig, unknownFields } from './special';
import { floatTensor, type TensorToWrite } from '../safetensors/safetensorsWriter';

export interface ReadConfig {
  readonly shape: ModelShape;
  readonly remarks: readonly Remark[];
}

/** @throws HuggingFaceError unsupported_model | bad_config | config_too_large, FieldError */
export function readHuggingFaceConfig(given: ConfigValues): ReadConfig {
  const config = withoutOwnForm(given);
  const family = familyOf(config);
  const { unknown } = walkFields(family.table, config);
  const json = new ConfigJson(config);
  const model = parsed(withSharing(family.read(json), json));
  const vocabSize = json.whole('vocab_size', {
    fallback: family.vocabSize,
    most: LIMITS.vocabulary,
  });
  if (model.family === 't5' && model.decoder_start_token_id >= vocabSize)
    throw json.bad('id', 'decoder_start_token_id', model.decoder_start_token_id);
  const classifier = readClassifier(json, model);
  const { specialIds, remarks: beyond } = specialIdsOfConfig(config, vocabSize);
  const remarks = [
    ...unknownFields(family.table.file, unknown),
    ...json.remarks,
    ...beyond,
    ...otherClasses(config, family.classes),
  ];
  const shape = {
    model,
    vocabSize,
    ...(classifier && { classifier }),
    ...(specialIds && { specialIds }),
  };
  return { shape, remarks };
}

/** @throws HuggingFaceError unsupported_model | bad_config | config_too_large, FieldError */
export const fromHuggingFaceConfig = (config: ConfigValues): ModelShape =>
  readHuggingFaceConfig(config).shape;

function familyOf({ model_type: name }: ConfigValues): ReadFamily {
  if (typeof name === 'string' && Object.hasOwn(READ_FAMILIES, name)) return READ_FAMILIES[name]!;
  const known = Object.keys(READ_FAMILIES).join(', ');
  const shown = shownValue(name ?? 'absent');
  throw new HuggingFaceError(
    'unsupported_family',
    `config.json: model_type is ${shown}. These are read: ${known}.`,
    { key: 'model_type', value: shown, known },
  );
}

/** The schema of a run's model, once more: nothing that it does not allow comes out of a file. */
function parsed(model: ModelConfig): ModelConfig {
  const result = modelSchema.safeParse(model);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const { reason, ...fields } = reasonOf(issue, issue.path.join('.'));
  const text = `config.json: ${reasonText(reason, fields)}.`;
  throw new HuggingFaceError('bad_config', text, { ...fields, reason });
}

function reasonOf(issue: z.core.$ZodIssue, key: string): ReasonFields & { reason: ReasonCode } {
  if (issue.code === 'too_big') return { reason: 'above', key, most: Number(issue.maximum) };
  if (issue.code === 'too_small') return { reason: 'below', key, least: Number(issue.minimum) };
  return { reason: 'not_accepted', key };
}

/** Heads of such classes are not read; what is below them is the same. */
function otherClasses({ architectures }: ConfigValues, known: readonly string[]): Remark[] {
  const names = Array.isArray(architectures) ? architectures.map(String) : [];
  if (known.length === 0) return [];
  const other = names.filter((name) => !known.includes(name));
  return other.length > 0 ? [{ code: 'other_class', fields: { name: listed(other) } }] : [];
}

/** A key that Hugging Face's own classes of these models do not look at. */
const SHARING = 'num_hidden_groups';

function withSharing(model: ModelConfig, json: ConfigJson): ModelConfig {
  if (json.values[SHARING] === undefined || !canShare(model)) return model;
  return { ...model, [SHARING]: json.whole(SHARING, { most: LIMITS.layers }) };
}

/** @throws HuggingFaceError unsupported_model | cannot_export for families that Hugging Face has no class for. */
export function toHuggingFaceConfig(shape: ModelShape): ConfigValues {
  const { model, classifier } = shape;
  const family = writtenFamily(model);
  if (!family) throw unsupported('family', model.family);
  const own = family.write(shape);
  const values = sharesLayers(model) ? { ...own, [SHARING]: ownLayers(model) } : own;
  return classifier ? { ...values, ...writeClassifier(model, classifier) } : values;
}

/** Name → shape of every parameter, in the order in which data flows. */
export function parameterShapes({
  model,
  vocabSize,
  classifier,
}: ModelShape): Map<string, readonly number[]> {
  const head = classifier ? classifierParameters(model, classifier.labels.length) : [];
  const all = [...parametersOf(model, vocabSize), ...head];
  return new Map(all.map(({ name, shape }) => [name, shape]));
}

function withBiases(model: ModelConfig): ModelConfig {
  if (model.family === 'llama') return withBiasesOfClass(model);
  return model.family === 'gpt' ? { ...model, bias: true } : model;
}

/** Name → shape of every tensor that Hugging Face's loader looks for. */
export function writtenShapes(shape: ModelShape): Map<string, readonly number[]> {
  const whole = unshared(withBiases(shape.model));
  return parameterShapes({ ...shape, model: whole });
}

/**
 * Parameters as Hugging Face's loader wants them: biases that the class has alone are zeros, and weights
 * that layers share stand there for each layer.
 */
export function toHuggingFaceTensors(
  shape: ModelShape,
  values: (name: string) => Float32Array<ArrayBuffer>,
  dtype: 'F32' | 'F16' | 'BF16' = 'F32',
): Map<string, TensorToWrite> {
  const { model } = shape;
  const own = parameterShapes(shape);
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, dims] of writtenShapes(shape)) {
    const stored = sharedName(model, name);
    const data = own.has(stored) ? values(stored) : new Float32Array(dims[0]!);
    tensors.set(name, floatTensor(dims, data, dtype));
  }
  return tensors;
}
