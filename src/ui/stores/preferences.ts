// Language and appearance: kept in this browser, nothing else is.
import { createStore } from 'zustand/vanilla';
import { browserLanguage, LANGUAGES, switchLanguage, type Language } from '../i18n/setup';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

interface Settings {
  language: Language;
  theme: Theme;
}

const KEY = 'benchtop.settings';

function load(): Settings {
  const found: Settings = { language: browserLanguage(), theme: 'system' };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    if (LANGUAGES.includes(kept.language as Language)) found.language = kept.language as Language;
    if (THEMES.includes(kept.theme as Theme)) found.theme = kept.theme as Theme;
  } catch {
    // Storage may be off; the defaults do.
  }
  return found;
}

export const preferences = createStore<Settings>(load);

function save(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.getState()));
  } catch {
    // As above.
  }
}

export function applyTheme(): void {
  const { theme } = preferences.getState();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setTheme(theme: Theme): void {
  preferences.setState({ theme });
  applyTheme();
  save();
}

export async function setLanguage(language: Language): Promise<void> {
  await switchLanguage(language);
  preferences.setState({ language });
  save();
}
