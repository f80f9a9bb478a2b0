// A model with the text on which it is compared or from which others are distilled.
import { STORY } from '../../../../experiments/story';
import { firstWords } from '../../../../training/data/firstWords';
import type { BaseModel } from '../../../../training/models/baseModel';
import { runConfigSchema, type RunConfig } from '../../../../training/run/config';
import { textOf } from '../../../../training/run/texts/textParts';
import { prepareData } from '../../../data/corpus';
import { hostError } from '../../../protocol/error';
import type { StudyModel } from '../../../protocol/studyText';
import { trainedOf } from '../../compress/trained';
import type { StudyHost } from '../../study';
import { textReading } from '../../studyText';
import { comparedText, type Comparable } from './setup';

export type Opens = Pick<StudyHost, 'isOpen' | 'run' | 'bases' | 'own' | 'readAsset'>;

/**
 * With its own text or the one that was chosen, cut by its own tokenizer. `length`: of its window, at most.
 * @throws BenchtopError nothing_to_compare | text_not_known | own_text_missing | wrong_family
 */
export async function comparableOn(
  { own, readAsset }: Pick<Opens, 'own' | 'readAsset'>,
  base: BaseModel,
  chosen: StudyModel['text'],
  signal: AbortSignal,
  length?: number,
): Promise<Comparable> {
  const { data, text, isOwn } = await textReading(base, chosen, own);
  const { tokenizer } = base;
  const trained = trainedOf(base, length);
  const config = configOf(base, { data, model: trained.config });
  const onProgress = (): void => undefined;
  const read = await prepareData(config, { text, tokenizer, readAsset, onProgress, signal });
  if (!read.dataset) throw hostError('nothing_to_compare.no_text');
  const { contextLength } = trained.model;
  const { validation } = read.text;
  return {
    config: base.provenance
      ? config
      : withPrompt(config, tokenizer.decode(validation.subarray(0, PROMPT_TOKENS))),
    isOwn,
    supplied: text,
    trained,
    provenance: base.provenance,
    steps: base.provenance?.steps ?? 0,
    ...comparedText(read.text, tokenizer, contextLength, config),
    bytesPerToken: read.dataset.figures.validation.bytesPerToken,
    tokenizer,
  };
}

const PROMPT_TOKENS = 64;

/** Nobody has said what such a model is asked to go on with: the text is. */
const withPrompt = (config: RunConfig, text: string): RunConfig => ({
  ...config,
  sample: { ...config.sample, prompt: firstWords(text) },
});

/** As it was trained; what came without that is trained on as stories are. */
function configOf(
  { name, provenance }: BaseModel,
  { data, model }: Pick<RunConfig, 'data' | 'model'>,
): RunConfig {
  const { tokenizer, training, sample } = provenance ?? runConfigSchema.parse(STORY.config);
  return { version: 1, name, model, tokenizer, data: textOf(data), training, sample };
}
