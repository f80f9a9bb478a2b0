// The vocabulary and the tokens of a built-in text, counted by making it: what a plan needs where
// no run has told. Each is made once.
import type { BaseModel } from '../../training/models/baseModel';
import type { RunConfig } from '../../training/run/config';
import { onBase } from '../../training/run/tuning';
import { prepareData, type PrepareOptions } from './corpus';
import type { CorpusFacts } from '../protocol/text';

type ReadAsset = PrepareOptions['readAsset'];

/** @throws BenchtopError text_missing where the user brings the text */
export function corpusCounts(readAsset: ReadAsset) {
  const counted = new Map<string, Promise<CorpusFacts>>();
  return (wanted: RunConfig, base: BaseModel | undefined): Promise<CorpusFacts> => {
    const config = onBase(wanted, base);
    const { examples: _examples, ...data } = config.data;
    const { tokenizer, model } = config;
    // Examples alone have no text: the base's vocabulary is all there is to know.
    if (base && data.corpus === 'task') return Promise.resolve({ vocabSize: base.vocabSize });
    const key = JSON.stringify([data, base ? config.base : tokenizer, model.n_positions]);
    const known = counted.get(key) ?? count({ ...config, data }, base, readAsset);
    counted.set(key, known);
    known.catch(() => counted.delete(key));
    return known;
  };
}

async function count(
  wanted: RunConfig,
  base: BaseModel | undefined,
  readAsset: ReadAsset,
): Promise<CorpusFacts> {
  const { objectives: _objectives, ...plain } = wanted;
  // Words of a task are its objective's; all others are the text's.
  const config = wanted.data.corpus === 'task' ? wanted : plain;
  const { text, tokenizer } = await prepareData(config, {
    tokenizer: base?.tokenizer,
    vocabSize: base?.vocabSize,
    readAsset,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return {
    vocabSize: tokenizer.vocabSize,
    trainTokens: text.train.length,
    validationTokens: text.validation.length,
  };
}
