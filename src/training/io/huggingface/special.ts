// The special ids of config.json and generation_config.json, there and back.
import { fieldError, walkFields } from '../../formats/fieldTable';
import { GENERATION_TABLE } from '../../formats/generationConfig';
import type { Remark } from '../../formats/remark';
import { isEncoderDecoderFamily } from '../../models/families';
import type { SpecialIds } from '../../models/specialIds';
import type { ModelConfig } from '../../run/config';
import type { ConfigValues, ModelShape } from './config';

interface Defaults {
  readonly bos?: number;
  readonly eos?: number;
  readonly pad?: number;
}

/** What the classes of transformers take where config.json is silent. */
const DEFAULTS: Readonly<Record<string, Defaults>> = {
  gpt2: { bos: 50256, eos: 50256 },
  llama: { bos: 1, eos: 2 },
  mistral: { bos: 1, eos: 2 },
  smollm3: { bos: 128_000, eos: 128_001, pad: 128_004 },
  gemma3_text: { bos: 2, eos: 1, pad: 0 },
  bert: { pad: 0 },
  distilbert: { pad: 0 },
  t5: { eos: 1, pad: 0 },
};

const KEYS = { bos: 'bos_token_id', pad: 'pad_token_id', sep: 'sep_token_id' } as const;

/** Named by a file, and beyond the vocabulary: such an id never occurs. */
function idsWithoutRow(file: string, values: ConfigValues, rows: number): Remark[] {
  return [...Object.values(KEYS), 'eos_token_id'].flatMap((key) => {
    const beyond = [values[key]].flat().filter((id) => Number.isInteger(id) && Number(id) >= rows);
    const id = beyond.map(Number).join(', ');
    return id === '' ? [] : [{ code: 'id_without_row' as const, fields: { file, key, id, rows } }];
  });
}

/** Ids below zero name none. Undefined where none is named. */
function readSpecialIds(
  values: ConfigValues,
  vocabSize: number,
  defaults: Defaults,
): SpecialIds | undefined {
  const isToken = (id: unknown): id is number =>
    Number.isInteger(id) && (id as number) >= 0 && (id as number) < vocabSize;
  const of = (key: string, fallback: unknown): unknown[] => {
    const value = values[key] === undefined ? fallback : values[key];
    return [value].flat();
  };
  const one = (key: string, fallback?: number) => of(key, fallback).find(isToken);
  const bos = one(KEYS.bos, defaults.bos);
  const pad = one(KEYS.pad, defaults.pad);
  const sep = one(KEYS.sep);
  const eos = [...new Set(of('eos_token_id', defaults.eos).filter(isToken))];
  if (bos === undefined && pad === undefined && sep === undefined && eos.length === 0)
    return undefined;
  return {
    ...(bos !== undefined && { bos }),
    eos,
    ...(pad !== undefined && { pad }),
    ...(sep !== undefined && { sep }),
  };
}

export const specialIdsOfConfig = (
  values: ConfigValues,
  vocabSize: number,
): { readonly specialIds: SpecialIds | undefined; readonly remarks: readonly Remark[] } => ({
  specialIds: readSpecialIds(values, vocabSize, DEFAULTS[String(values.model_type)] ?? {}),
  remarks: idsWithoutRow('config.json', values, vocabSize),
});

export interface GenerationFile {
  readonly specialIds: SpecialIds | undefined;
  readonly stopStrings: readonly string[];
  /** With what a decoder behind an encoder begins, where the file says. */
  readonly decoderStart: number | undefined;
  readonly remarks: readonly Remark[];
}

/**
 * generation_config.json over what config.json says: a role that it names comes from there.
 * @throws FieldError
 */
export function readGenerationConfig(
  values: ConfigValues,
  { model, vocabSize, specialIds: config }: ModelShape,
): GenerationFile {
  const { unknown } = walkFields(GENERATION_TABLE, values);
  refuseForced(values, model);
  const named = readSpecialIds(values, vocabSize, {});
  const eos = named?.eos.length ? named.eos : (config?.eos ?? []);
  const specialIds = named || config ? { ...config, ...named, eos } : undefined;
  const { decoder_start_token_id: start } = values;
  const isToken = Number.isInteger(start) && Number(start) >= 0 && Number(start) < vocabSize;
  const stopStrings = [values.stop_strings ?? []].flat().map(String);
  const { file } = GENERATION_TABLE;
  const remarks = [...unknownFields(file, unknown), ...idsWithoutRow(file, values, vocabSize)];
  return { specialIds, stopStrings, decoderStart: isToken ? Number(start) : undefined, remarks };
}

/** A decoder behind an encoder begins with its start token, and nothing is forced behind it. */
function refuseForced(
  { forced_bos_token_id: forced }: ConfigValues,
  { family }: ModelConfig,
): void {
  if (!isEncoderDecoderFamily(family) || forced === undefined || forced === null) return;
  const note = 'The first token behind the start token cannot be forced: remove the field.';
  const { file } = GENERATION_TABLE;
  throw fieldError('unsupported_field', file, 'forced_bos_token_id', forced, note);
}

export const unknownFields = (file: string, unknown: readonly string[]): Remark[] =>
  unknown.length === 0 ? [] : [{ code: 'unknown_fields', fields: { file, keys: listed(unknown) } }];

const MOST_LISTED = 8;
const LONGEST_NAME = 80;

/** The first few of a list, in one line. */
export function listed(names: readonly string[]): string {
  const first = names
    .slice(0, MOST_LISTED)
    .map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name));
  return names.length > MOST_LISTED ? `${first.join(', ')}, …` : first.join(', ');
}

/** For config.json and generation_config.json; `null` says that there is none. */
export function writeSpecialIds(ids: SpecialIds | undefined): ConfigValues {
  const eos = ids?.eos ?? [];
  return {
    bos_token_id: ids?.bos ?? null,
    eos_token_id: eos.length > 1 ? eos : (eos[0] ?? null),
    pad_token_id: ids?.pad ?? null,
    ...(ids?.sep !== undefined && { sep_token_id: ids.sep }),
  };
}
