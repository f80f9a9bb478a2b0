// Reads config.json key by key: wrong values and what can't be expressed are refused in words.
import { BenchtopError } from '../../gpu/errors';
import type { ClassifierFacts } from '../nn/classifier';
import type { ModelConfig } from '../run/config';

/** `code` is unsupported_model, bad_config, missing_tensor or wrong_shape. */
export class HuggingFaceError extends BenchtopError {
  override readonly name = 'HuggingFaceError';
}

/** A model as it stands in a folder: what RunConfig calls `model`, and the size of its vocabulary. */
export interface ModelShape<C extends ModelConfig = ModelConfig> {
  readonly model: C;
  readonly vocabSize: number;
  /** Where it is a model for sequence classification. */
  readonly classifier?: ClassifierFacts | undefined;
}

export type ConfigValues = Readonly<Record<string, unknown>>;

export const unsupported = (key: string, value: unknown): HuggingFaceError => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new HuggingFaceError(
    'unsupported_model',
    `config.json: ${key} ${text} is not supported.`,
    { key, value: text },
  );
};

export const GELUS: Readonly<Record<string, 'gelu_tanh' | 'gelu_erf'>> = {
  gelu_new: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu: 'gelu_erf',
};

/** Hugging Face's name of a gelu. */
export const geluName = (kind: 'gelu_tanh' | 'gelu_erf'): string =>
  kind === 'gelu_erf' ? 'gelu' : 'gelu_new';

export class ConfigJson {
  readonly values: ConfigValues;

  constructor(values: ConfigValues) {
    this.values = values;
  }

  /** A positive whole number under the first of the names that is there. */
  whole(names: string | readonly string[], fallback?: number): number {
    const all = typeof names === 'string' ? [names] : names;
    const value = all.map((name) => this.values[name]).find((found) => found != null) ?? fallback;
    if (!Number.isSafeInteger(value) || (value as number) <= 0) throw this.#bad(all[0]!, value);
    return value as number;
  }

  number(name: string, fallback: number): number {
    const value = this.values[name] ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw this.#bad(name, value);
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.values[name] ?? fallback;
    if (typeof value !== 'boolean') throw this.#bad(name, value);
    return value;
  }

  /** What a name stands for; other names are refused. */
  choice<T>(name: string, fallback: string, choices: Readonly<Record<string, T>>): T {
    const value = this.values[name] ?? fallback;
    if (typeof value !== 'string' || !Object.hasOwn(choices, value)) throw unsupported(name, value);
    return choices[value]!;
  }

  /** Refuses every value of a key but these; an absent key passes. */
  only(name: string, ...allowed: readonly unknown[]): void {
    const value = this.values[name] ?? null;
    if (value !== null && !allowed.includes(value)) throw unsupported(name, value);
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

  #bad(key: string, value: unknown): HuggingFaceError {
    const text = JSON.stringify(value) ?? 'missing';
    return new HuggingFaceError('bad_config', `config.json: ${key} is ${text}.`, { key });
  }
}

/** What every config.json of ours ends with. */
export const common = (shape: ModelShape): ConfigValues => ({
  initializer_range: shape.model.initializer_range ?? 0.02,
  torch_dtype: 'float32',
  vocab_size: shape.vocabSize,
});
