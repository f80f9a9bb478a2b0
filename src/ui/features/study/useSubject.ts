import { useTranslation } from 'react-i18next';
import type { PageText, TextFacts } from '../../../host/protocol/studyText';
import type { TextPart } from '../../../training/run/texts/textParts';
import type { BaseRef } from '../../../training/models/baseModel';
import { useModelName } from '../../stores/models/useModels';
import { useModelText } from './text/modelText';
import { keyOfText, useTextOptions } from './text/textOptions';
import { useDataName, useTextName } from './text/useTextName';

/** A model with its steps, and the text: behind the title of a page. */
function useSubject(): (model: string, steps: number, text: string) => string {
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

interface Planned {
  readonly model: BaseRef | null;
  /** Of a model that is made first. */
  readonly newName?: string;
  /** Null: the model's own. */
  readonly chosen: PageText | null;
  /** Where that is not the model's to say. */
  readonly kind?: TextPart['kind'];
}

/** Of what would be studied as things stand; nothing where there is no model. */
export function usePlannedSubject(planned: Planned): string | undefined {
  const { model, newName, chosen } = planned;
  const { t } = useTranslation();
  const subject = useSubject();
  const nameOf = useTextName();
  const dataName = useDataName();
  const modelName = useModelName();
  const options = useTextOptions();
  const known = useModelText(model);
  const { kind = known?.reads ?? 'corpus' } = planned;
  const name = modelName(model) ?? newName;
  if (name === undefined) return undefined;
  const { steps = 0, data } = known ?? {};
  if (chosen) {
    const option = options.find(({ text }) => keyOfText(text) === keyOfText(chosen));
    const { set = '' } = chosen.data.examples ?? {};
    const ofSet = nameOf([{ kind: 'examples', id: set, name: chosen.examples?.name }]);
    return subject(name, steps, kind === 'examples' ? ofSet : (option?.name ?? ofSet));
  }
  if (known?.isUnknown) return name;
  const own = data ? dataName(data, kind) : '';
  return subject(name, steps, own === '' ? t('study.ownText') : own);
}
