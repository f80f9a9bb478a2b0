import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from './setup';

/** The language that the page is shown in. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return LANGUAGES.find((language) => language === i18n.language) ?? 'en';
}
