// Language, appearance and device: kept in this browser. Presentation mode is not: it ends with a reload.
import { createStore } from 'zustand/vanilla';
import type { DeviceChoice } from '../../host/protocol/device';
import { browserLanguage, LANGUAGES, switchLanguage, type Language } from '../i18n/setup';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const DEVICES: readonly DeviceChoice[] = ['auto', 'gpu', 'cpu'];

interface Settings {
  language: Language;
  theme: Theme;
  device: DeviceChoice;
  /** When something long is done; the browser has been asked. */
  notifies: boolean;
  /** Large type, no side panels. */
  isPresenting: boolean;
}

const KEY = 'benchtop.settings';

function load(): Settings {
  const found: Settings = {
    language: browserLanguage(),
    theme: 'system',
    device: 'auto',
    notifies: false,
    isPresenting: false,
  };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    if (LANGUAGES.includes(stored.language as Language))
      found.language = stored.language as Language;
    if (DEVICES.includes(stored.device as DeviceChoice))
      found.device = stored.device as DeviceChoice;
    if (THEMES.includes(stored.theme as Theme)) found.theme = stored.theme as Theme;
    found.notifies = stored.notifies === true;
  } catch {
    // Storage may be off; the defaults do.
  }
  return found;
}

export const preferences = createStore<Settings>(load);

function save(): void {
  try {
    const { language, theme, device } = preferences.getState();
    localStorage.setItem(KEY, JSON.stringify({ language, theme, device }));
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

export function present(isPresenting: boolean): void {
  preferences.setState({ isPresenting });
  document.documentElement.toggleAttribute('data-presenting', isPresenting);
}

export async function setLanguage(language: Language): Promise<void> {
  await switchLanguage(language);
  preferences.setState({ language });
  save();
}

export function setDevice(device: DeviceChoice): void {
  preferences.setState({ device });
  save();
}

export function setNotifies(notifies: boolean): void {
  preferences.setState({ notifies });
  save();
}
