import { useTranslation } from 'react-i18next';
import {
  problemsOf,
  settingsOf,
  type FieldId,
  type Typed,
  type WriteSettings,
} from './playgroundSettings';

/** What was typed as settings; `why`: what is wrong with it, in a sentence. */
export function useWriteSettings(typed: Typed): {
  readonly why: string | undefined;
  readonly settings: () => WriteSettings;
} {
  const { t } = useTranslation();
  const wrong = Object.keys(problemsOf(typed)) as FieldId[];
  const names = wrong.map((id) => t(`playground.setting.${id}.label`)).join(', ');
  return {
    why: wrong.length > 0 ? t('playground.wrong', { names }) : undefined,
    settings: () => settingsOf(typed, Math.floor(Math.random() * 2 ** 31)),
  };
}
