import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { setLanguage, setTheme, preferences, type Theme } from '../stores/preferences';
import { Segments, type Segment } from '../kit/Segments';
import styles from './Preferences.module.css';

const LANGUAGE_SEGMENTS: readonly Segment<'en' | 'zh-CN'>[] = [
  { id: 'en', label: 'English', content: 'EN' },
  { id: 'zh-CN', label: '简体中文', content: '中文' },
];

const THEME_ICONS: Record<Theme, ReactNode> = {
  system: <Monitor size={14} aria-hidden />,
  light: <Sun size={14} aria-hidden />,
  dark: <Moon size={14} aria-hidden />,
};

export function Preferences() {
  const { t } = useTranslation();
  const { language, theme } = useStore(preferences);
  const themes: readonly Segment<Theme>[] = [
    { id: 'system', label: t('app.themeSystem'), content: THEME_ICONS.system },
    { id: 'light', label: t('app.themeLight'), content: THEME_ICONS.light },
    { id: 'dark', label: t('app.themeDark'), content: THEME_ICONS.dark },
  ];
  return (
    <div className={styles.row}>
      <Segments
        label={t('app.language')}
        segments={LANGUAGE_SEGMENTS}
        value={language}
        onChange={(id) => void setLanguage(id)}
      />
      <Segments label={t('app.theme')} segments={themes} value={theme} onChange={setTheme} />
    </div>
  );
}
