import { useTranslation } from 'react-i18next';
import type { PageText, TextFacts } from '../../../host/protocol/studyText';
import type { BaseRef } from '../../../training/models/baseModel';
import { useModelText } from './modelText';
import { keyOfText, useTextOptions } from './textOptions';
import { useDataName, useTextName } from './useTextName';

/** A model with its steps, and the text: behind the title of a page. */
export function useSubject(): (model: string, steps: number, text: string) => string {
  const { t } = useTranslation();
  return (model, steps, text) =>
    steps > 0
      ? t('study.subjectSteps', { model, text, count: steps })
      : t('study.subject', { model, text });
}

/** Of what a study has found. */
export function useFoundSubject(): (model: string, steps: number, text: TextFacts) => string {
  const subject = useSubject();
  const nameOf = useTextName();
  return (model, steps, { parts }) => subject(model, steps, nameOf(parts));
}

/** Of what would be studied as things stand; nothing where there is no model. */
export function usePlannedSubject(
  model: BaseRef | null,
  chosen: PageText | null,
): string | undefined {
  const { t } = useTranslation();
  const subject = useSubject();
  const nameOf = useDataName();
  const options = useTextOptions();
  const known = useModelText(model);
  if (!known) return undefined;
  const { name, steps, data, isUnknown } = known;
  const option = chosen && options.find(({ text }) => keyOfText(text) === keyOfText(chosen));
  if (!option && isUnknown) return name;
  return subject(name, steps, option?.name ?? (data ? nameOf(data) : t('study.ownText')));
}
