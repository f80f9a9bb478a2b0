// The vocabulary and the tokens of a built-in text, counted by making it: what a plan needs where
// no run has told. Each is made once.
import type { BaseModel } from '../../training/models/baseModel';
import type { RunConfig } from '../../training/run/config';
import { onBase } from '../../training/run/tuning';
import { prepareData, type PrepareOptions } from './corpus';
import type { CorpusFacts } from '../protocol/text';

export class CorpusCounts {
  readonly #readAsset: PrepareOptions['readAsset'];
  readonly #counted = new Map<string, Promise<CorpusFacts>>();

  constructor(readAsset: PrepareOptions['readAsset']) {
    this.#readAsset = readAsset;
  }

  /** @throws BenchtopError text_missing where the user brings the text */
  of(wanted: RunConfig, base: BaseModel | undefined): Promise<CorpusFacts> {
    const config = onBase(wanted, base);
    const { examples: _examples, ...data } = config.data;
    const { tokenizer, model } = config;
    // Examples alone have no text: the base's vocabulary is all there is to know.
    if (base && data.corpus === 'task') return Promise.resolve({ vocabSize: base.vocabSize });
    const key = JSON.stringify([data, base ? config.base : tokenizer, model.n_positions]);
    const known = this.#counted.get(key) ?? this.#count({ ...config, data }, base);
    this.#counted.set(key, known);
    known.catch(() => this.#counted.delete(key));
    return known;
  }

  async #count({ objectives: _objectives, ...config }: RunConfig, base: BaseModel | undefined) {
    const { text, tokenizer } = await prepareData(config, {
      tokenizer: base?.tokenizer,
      vocabSize: base?.vocabSize,
      readAsset: this.#readAsset,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    return {
      vocabSize: tokenizer.vocabSize,
      trainTokens: text.train.length,
      validationTokens: text.validation.length,
    };
  }
}
