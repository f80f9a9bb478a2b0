// Reads config.json key by key: wrong values and what can't be expressed are refused in words.
import { BenchtopError } from '../../../gpu/errors';
import { GELU_NAMES } from '../../formats/configDecoders';
import { shownValue } from '../../formats/fieldTable';
import type { Remark } from '../../formats/remark';
import type { SpecialIds } from '../../models/specialIds';
import type { ClassifierFacts } from '../../nn/classifier';
import type { ModelConfig } from '../../run/config';

/** `code` says what is wrong with a folder: unsupported_model, bad_config, missing_tensor, … */
export class HuggingFaceError extends BenchtopError {
  override readonly name = 'HuggingFaceError';
}

/** A model as it stands in a folder: what RunConfig calls `model`, and the size of its vocabulary. */
export interface ModelShape<C extends ModelConfig = ModelConfig> {
  readonly model: C;
  readonly vocabSize: number;
  /** Where it is a model for sequence classification. */
  readonly classifier?: ClassifierFacts | undefined;
  readonly specialIds?: SpecialIds | undefined;
}

export type ConfigValues = Readonly<Record<string, unknown>>;

const OWN_FORM = /^benchtop_/;

/**
 * For files that hold a model in a form which no class of transformers reads: under its own model_type the class
 * would fill what it does not find with random weights.
 */
export const inOwnForm = (config: ConfigValues): ConfigValues => ({
  ...config,
  model_type: `benchtop_${String(config.model_type)}`,
});

export const withoutOwnForm = (config: ConfigValues): ConfigValues =>
  typeof config.model_type === 'string'
    ? { ...config, model_type: config.model_type.replace(OWN_FORM, '') }
    : config;

export const unsupported = (key: string, value: unknown): HuggingFaceError => {
  const text = shownValue(value);
  return new HuggingFaceError(
    'unsupported_model',
    `config.json: ${key} ${text} is not supported.`,
    { key, value: text },
  );
};

/** Hugging Face's name of a gelu. */
export const geluName = (kind: 'gelu_tanh' | 'gelu_erf'): string =>
  kind === 'gelu_erf' ? 'gelu' : 'gelu_new';

const WANTED = {
  whole: 'a whole number above 0',
  number: 'a number of at least 0',
  theta: 'a number above 0',
  flag: 'true or false',
  id: 'the id of a token of the vocabulary',
  head: 'at least 4 with such positions',
  factor: 'a number of at least 1',
  factors: "a list of numbers above 0, one for each pair of a head's numbers",
} as const;

/** Two keys that mean the same. */
export function disagreement(
  file: string,
  [key, value]: readonly [string, unknown],
  [other, theirs]: readonly [string, unknown],
): HuggingFaceError {
  const fields = { file, key, other, first: shownValue(value), second: shownValue(theirs) };
  const text = `${file}: ${key} (${fields.first}) and ${other} (${fields.second}) mean the same and differ. Remove the wrong one.`;
  return new HuggingFaceError('fields_disagree', text, fields);
}

interface WholeOptions {
  /** Where the key is absent: the default of transformers' class. */
  readonly fallback?: number | undefined;
  /** What `null` stands for; without it `null` is refused. */
  readonly whenNull?: number;
  /** Larger numbers are refused before anything is built from them. */
  readonly most?: number;
}

export class ConfigJson {
  readonly values: ConfigValues;
  readonly remarks: Remark[] = [];

  /** As messages name it. */
  readonly file: string;

  constructor(values: ConfigValues, file = 'config.json') {
    this.values = values;
    this.file = file;
  }

  /**
   * A positive whole number under one of several names of the same thing. A number in place of the
   * options is the fallback.
   * @throws HuggingFaceError bad_whole | fields_disagree | config_too_large
   */
  whole(names: string | readonly string[], requested: WholeOptions | number = {}): number {
    const options: WholeOptions =
      typeof requested === 'number' ? { fallback: requested } : requested;
    const all = typeof names === 'string' ? [names] : names;
    const given = all.filter((name) => this.values[name] !== undefined);
    const key = given[0] ?? all[0]!;
    const stored = this.values[key];
    const other = given.find((name) => this.values[name] !== stored);
    if (other !== undefined) throw this.disagreement(key, other);
    const value = stored === null ? options.whenNull : (stored ?? options.fallback);
    if (!Number.isSafeInteger(value) || (value as number) <= 0)
      throw this.bad('whole', key, stored);
    const { most = Number.MAX_SAFE_INTEGER } = options;
    if ((value as number) > most) throw tooLarge(key, value as number, most);
    return value as number;
  }

  /** Not negative. `whenNull`: what `null` stands for; without it `null` is refused. */
  number(name: string, fallback: number, whenNull?: number): number {
    const value = this.#given(name, fallback) ?? whenNull;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw this.bad('number', name, value);
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#given(name, fallback);
    if (typeof value !== 'boolean') throw this.bad('flag', name, value);
    return value;
  }

  gelu(name: string, fallback: string): 'gelu_tanh' | 'gelu_erf' {
    return this.choice(name, fallback, GELU_NAMES);
  }

  /** What a name stands for; other names are refused. */
  choice<T>(name: string, fallback: string, choices: Readonly<Record<string, T>>): T {
    const value = this.#given(name, fallback);
    if (typeof value !== 'string' || !Object.hasOwn(choices, value)) throw unsupported(name, value);
    return choices[value]!;
  }

  /** Refuses every value of a key but these; an absent key passes. */
  only(name: string, ...allowed: readonly unknown[]): void {
    const value = this.values[name] ?? null;
    if (value !== null && !allowed.includes(value)) throw unsupported(name, value);
  }

  /** Several dropouts of the class, of which the model has one: the first stands for all. */
  dropout(fallback: number, name: string, ...others: readonly (readonly [string, number])[]) {
    const value = this.number(name, fallback);
    const reported = others.flatMap(([other, usual]) => {
      const its = this.values[other] === null ? value : this.number(other, usual);
      return its === value ? [] : [`${other} ${its}`];
    });
    if (reported.length > 0)
      this.remarks.push({
        code: 'one_dropout',
        fields: { key: name, value, others: reported.join(', ') },
      });
    return value;
  }

  /** Values by their keys. @throws HuggingFaceError not_divisible */
  divides([key, value]: readonly [string, number], [by, divisor]: readonly [string, number]): void {
    if (value % divisor === 0) return;
    const { file } = this;
    throw new HuggingFaceError(
      'not_divisible',
      `${file}: ${key} = ${value} is no multiple of ${by} = ${divisor}.`,
      { file, key, value, by, divisor },
    );
  }

  disagreement(key: string, other: string): HuggingFaceError {
    return disagreement(this.file, [key, this.values[key]], [other, this.values[other]]);
  }

  bad(kind: keyof typeof WANTED, key: string, value: unknown): HuggingFaceError {
    const shown = value === undefined ? 'missing' : shownValue(value);
    const { file } = this;
    const text = `${file}: ${key} is ${shown}; it must be ${WANTED[kind]}.`;
    return new HuggingFaceError(`bad_${kind}`, text, { file, key, value: shown });
  }

  #given(name: string, fallback: unknown): unknown {
    const value = this.values[name];
    return value === undefined ? fallback : value;
  }
}

export const tooLarge = (key: string, value: number, most: number): HuggingFaceError =>
  new HuggingFaceError(
    'config_too_large',
    `config.json: ${key} is ${value}; at most ${most} is supported.`,
    { key, value, most },
  );

/** What every config.json of ours ends with. */
export const common = (shape: ModelShape): ConfigValues => ({
  initializer_range: shape.model.initializer_range ?? 0.02,
  torch_dtype: 'float32',
  vocab_size: shape.vocabSize,
});
