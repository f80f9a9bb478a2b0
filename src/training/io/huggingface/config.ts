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

  constructor(values: ConfigValues) {
    this.values = values;
  }

  /**
   * A positive whole number under one of several names of the same thing. A number in place of the
   * options is the fallback.
   * @throws HuggingFaceError bad_config | config_too_large
   */
  whole(names: string | readonly string[], asked: WholeOptions | number = {}): number {
    const options: WholeOptions = typeof asked === 'number' ? { fallback: asked } : asked;
    const all = typeof names === 'string' ? [names] : names;
    const given = all.filter((name) => this.values[name] !== undefined);
    const key = given[0] ?? all[0]!;
    const stored = this.values[key];
    const other = given.find((name) => this.values[name] !== stored);
    if (other !== undefined) throw this.disagreement(key, other);
    const value = stored === null ? options.whenNull : (stored ?? options.fallback);
    if (!Number.isSafeInteger(value) || (value as number) <= 0) throw this.bad(key, stored);
    const { most = Number.MAX_SAFE_INTEGER } = options;
    if ((value as number) > most) throw tooLarge(key, value as number, most);
    return value as number;
  }

  /** Not negative. */
  number(name: string, fallback: number): number {
    const value = this.#given(name, fallback);
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw this.bad(name, value);
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#given(name, fallback);
    if (typeof value !== 'boolean') throw this.bad(name, value);
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
    const told = others.flatMap(([other, usual]) => {
      const its = this.values[other] === null ? value : this.number(other, usual);
      return its === value ? [] : [`${other} ${its}`];
    });
    if (told.length > 0)
      this.remarks.push({
        code: 'one_dropout',
        fields: { key: name, value, others: told.join(', ') },
      });
    return value;
  }

  /** @throws HuggingFaceError bad_config */
  divides(width: number, heads: number): void {
    if (width % heads === 0) return;
    throw new HuggingFaceError(
      'bad_config',
      `config.json: ${width} can't be split into ${heads} heads.`,
      { width, heads },
    );
  }

  disagreement(key: string, other: string): HuggingFaceError {
    const text = `config.json: ${key} (${shownValue(this.values[key])}) and ${other} (${shownValue(this.values[other])}) mean the same and differ.`;
    return new HuggingFaceError('bad_config', text, { key, other });
  }

  bad(key: string, value: unknown): HuggingFaceError {
    const text = value === undefined ? 'missing' : shownValue(value);
    return new HuggingFaceError('bad_config', `config.json: ${key} is ${text}.`, { key });
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
