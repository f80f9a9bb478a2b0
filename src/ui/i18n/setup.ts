// i18next with typed keys. English is in the first load; Chinese comes when it is asked for.
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import { NOTES } from './notes/noteIn';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export function browserLanguage(): Language {
  // Stores are made in Node too, where nobody reads the page.
  if (typeof navigator === 'undefined') return 'en';
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) &&
    !navigator.language.toLowerCase().startsWith('en')
    ? 'zh-CN'
    : 'en';
}

export async function setupLanguage(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await switchLanguage(language);
  return i18next;
}

export async function switchLanguage(language: Language): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle('zh-CN', 'translation')) {
    const [{ zh }, { zhNotes }] = await Promise.all([import('./zh'), import('./notes/zh')]);
    i18next.addResourceBundle('zh-CN', 'translation', zh);
    i18next.addResourceBundle('zh-CN', NOTES, zhNotes);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
