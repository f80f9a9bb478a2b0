// A model with the text on which it is compared or from which others are distilled.
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { prepareData, type PrepareOptions } from '../../data/corpus';
import { hostError } from '../../protocol/error';
import type { SuppliedText } from '../../protocol/text';
import { trainedOf } from '../compress/trained';
import type { StudyHost } from '../study';
import { comparedText, type Comparable } from './setup';

/** What a model that brings no text reads. */
interface Reading {
  readonly settings?: RunConfig | undefined;
  readonly text?: SuppliedText | undefined;
}

/**
 * A run of this lab with its own text, or any other model, which brings none: that of the settings, cut by
 * the model's own tokenizer.
 * @throws BenchtopError unknown_run | unknown_base | nothing_to_compare
 */
export async function openedComparable(
  { run, bases, readAsset }: Pick<StudyHost, 'run' | 'bases' | 'readAsset'>,
  ref: BaseRef,
  { settings, text }: Reading,
  signal: AbortSignal,
): Promise<Comparable> {
  if (ref.kind === 'run') return run(ref.runId).comparable();
  const base = await bases.open(ref);
  if (!settings) throw hostError('nothing_to_compare.no_settings');
  return comparableOn(base, { settings, text }, { readAsset, signal });
}

/** A model with the text of the settings. @throws BenchtopError nothing_to_compare */
export async function comparableOn(
  base: BaseModel,
  { settings, text }: Reading & { readonly settings: RunConfig },
  reading: Pick<PrepareOptions, 'readAsset' | 'signal'>,
): Promise<Comparable> {
  const { name, tokenizer } = base;
  const trained = trainedOf(base, settings.training.max_length);
  const { config: model } = trained;
  const config = { ...settings, name, model };
  const onProgress = (): void => undefined;
  const data = await prepareData(config, { text, tokenizer, onProgress, ...reading });
  if (!data.dataset) throw hostError('nothing_to_compare.no_text');
  return {
    config,
    trained,
    steps: 0,
    ...comparedText(data.text, tokenizer, model.n_positions, config),
    bytesPerToken: data.dataset.figures.validation.bytesPerToken,
    tokenizer,
  };
}
