// A model with the text on which it is compared or from which others are distilled.
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { prepareData } from '../../data/corpus';
import { hostError } from '../../protocol/error';
import type { OwnExamples } from '../../protocol/examples';
import type { SuppliedText } from '../../protocol/text';
import { trainedOf } from '../compress/trained';
import type { StudyHost } from '../study';
import { comparedText, type Comparable } from './setup';

/** What a model that brings no text reads. */
export interface Reading {
  readonly settings?: RunConfig | undefined;
  readonly text?: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
}

/**
 * A run of this lab with its own text, or any other model, which brings none: that of the settings, cut by
 * the model's own tokenizer.
 * @throws BenchtopError unknown_run | unknown_base | nothing_to_compare
 */
export async function openedComparable(
  host: Pick<StudyHost, 'run' | 'bases' | 'readAsset'>,
  ref: BaseRef,
  reading: Reading,
  signal: AbortSignal,
): Promise<Comparable> {
  if (ref.kind === 'run') return host.run(ref.runId).comparable();
  return comparableOfBase(host, await host.bases.open(ref), reading, signal);
}

/** @throws BenchtopError nothing_to_compare | wrong_family */
export async function comparableOfBase(
  { readAsset }: Pick<StudyHost, 'readAsset'>,
  base: BaseModel,
  { settings, text }: Reading,
  signal: AbortSignal,
): Promise<Comparable> {
  if (!settings) throw hostError('nothing_to_compare.no_settings');
  const { name, tokenizer } = base;
  const trained = trainedOf(base, settings.training.max_length);
  const { config: model } = trained;
  const config = { ...settings, name, model };
  const onProgress = (): void => undefined;
  const data = await prepareData(config, { text, tokenizer, readAsset, onProgress, signal });
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
