// What a study of a model reads: the text or the examples that were chosen for it, else what it was
// trained on, held-out part and all, by the same split.
import { CORPORA, isBrought } from '../../training/data/corpora/corpora';
import type { BaseModel } from '../../training/models/baseModel';
import { dataSchema, type DataConfig } from '../../training/run/config';
import { textOf, withOneSet } from '../../training/run/texts/textParts';
import type { ContentId } from '../../training/run/finetuningConfig';
import { contentOf, examplesContent } from '../data/contentId';
import type { ContentFinder } from '../data/ownContent';
import { hostError } from '../protocol/error';
import type { OwnExamples } from '../protocol/examples';
import type { ChosenText } from '../protocol/studyText';
import type { SuppliedText } from '../protocol/text';

interface Reading {
  readonly data: DataConfig;
  /** What the model was trained on, as far as that is known. */
  readonly isOwn: boolean;
}

export interface TextReading extends Reading {
  readonly text?: SuppliedText | undefined;
}

export interface ExampleReading extends Reading {
  readonly examples?: OwnExamples | undefined;
}

type Reader = Pick<BaseModel, 'name' | 'provenance' | 'studyText' | 'classifier'>;

/** @throws BenchtopError text_not_known | own_text_missing */
export async function textReading(
  model: Reader,
  chosen: ChosenText | undefined,
  own: ContentFinder,
): Promise<TextReading> {
  if (chosen) return chosenReading(chosen);
  const known = model.studyText ?? model.provenance?.data;
  if (!known) throw hostError('text_not_known', { name: model.name });
  const data = textOf(known);
  const text = await found(model, data.content, (sha256) => own.text(sha256));
  return { data, text, isOwn: model.studyText === undefined };
}

/** Of a classifier. @throws BenchtopError text_not_known | own_text_missing */
export async function exampleReading(
  model: Reader,
  chosen: ChosenText | undefined,
  own: ContentFinder,
): Promise<ExampleReading> {
  if (chosen) return chosenReading(chosen);
  const known = [model.studyText, model.provenance?.data].find((one) => one?.examples);
  if (!known) throw hostError('text_not_known', { name: model.name });
  const { objectives } = model.provenance ?? {};
  const data = withOneSet(known, objectives, model.classifier !== undefined);
  const examples = await found(model, data.examples?.content, (sha256) => own.examples(sha256));
  return { data, examples, isOwn: known !== model.studyText };
}

/** What was chosen, as a run would have it. */
export async function chosenReading({
  data: given,
  supplied,
  examples,
}: ChosenText): Promise<TextReading & ExampleReading> {
  const { content: _text, ...data } = dataSchema.parse(given);
  const content = supplied && (await contentOf(supplied));
  const set = examples && { content: await examplesContent(examples) };
  return {
    data: {
      ...data,
      ...(content && { content }),
      ...(data.examples && { examples: { ...data.examples, ...set } }),
    },
    text: supplied,
    examples,
    isOwn: false,
  };
}

/** What was named is here, or the study says what is missing. */
async function found<Found>(
  { name }: Reader,
  content: ContentId | undefined,
  find: (sha256: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  if (!content) return undefined;
  const here = await find(content.sha256);
  if (here) return here;
  throw hostError('own_text_missing', { name, text: content.name });
}

interface Split {
  readonly text: string;
  readonly split: number;
}

/** Which text each source is, and how it was split. */
function splitsOf(data: DataConfig): Split[] {
  const { corpus, more = [], content, seed, validation_share } = data;
  return [{ corpus }, ...more].map((source): Split => {
    const kind = CORPORA.find(({ id }) => id === source.corpus)?.kind;
    const text = isBrought(source.corpus) ? (content?.sha256 ?? source.corpus) : source.corpus;
    // However much of a generated text is learned, the same is held out.
    return { text, split: kind === 'grammar' ? seed : validation_share };
  });
}

/**
 * Whether a model was trained on a text that is evaluated, split in another way: what is held out may be
 * part of what it has learned from.
 */
export function hasReadText(trained: DataConfig | undefined, evaluated: DataConfig): boolean {
  if (!trained) return false;
  const learned = splitsOf(trained);
  return splitsOf(textOf(evaluated)).some(({ text, split }) =>
    learned.some((source) => source.text === text && source.split !== split),
  );
}
