import { Monitor, Moon, Presentation, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { present, setLanguage, setTheme, preferences } from '../stores/preferences';
import { Button } from '../kit/Button';
import { Segments, type Segment } from '../kit/Segments';
import styles from './Preferences.module.css';

const LANGUAGE_SEGMENTS: readonly Segment<'en' | 'zh-CN'>[] = [
  { id: 'en', label: 'English', content: 'EN' },
  { id: 'zh-CN', label: '简体中文', content: '中文' },
];

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

export function Preferences() {
  const { t } = useTranslation();
  const { language, theme } = useStore(preferences);
  const themes = (['system', 'light', 'dark'] as const).map((id) => {
    const Icon = THEME_ICONS[id];
    return { id, label: t(`app.themes.${id}`), content: <Icon size={14} aria-hidden /> };
  });
  return (
    <div className={styles.row}>
      <Segments
        label={t('app.language')}
        segments={LANGUAGE_SEGMENTS}
        value={language}
        onChange={(id) => void setLanguage(id)}
      />
      <Segments label={t('app.theme')} segments={themes} value={theme} onChange={setTheme} />
      <Button
        size="small"
        look="quiet"
        icon={<Presentation size={16} aria-hidden />}
        label={t('app.presentation')}
        testId="present"
        onPress={() => present(true)}
      />
    </div>
  );
}
