import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../kit/Button';
import { preferences, present } from '../stores/preferences';
import styles from './app.module.css';

/** In presentation mode: the way out of it, which Escape is too. */
export function PresentationEnd() {
  const { t } = useTranslation();
  const isPresenting = useStore(preferences, (state) => state.isPresenting);
  useEffect(() => {
    if (!isPresenting) return;
    const leave = (event: KeyboardEvent) => {
      // Escape that closes something else is not meant for this.
      if (event.key === 'Escape' && !event.defaultPrevented) present(false);
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [isPresenting]);
  if (!isPresenting) return null;
  return (
    <div className={styles.presentation}>
      <Button
        size="small"
        look="quiet"
        icon={<X size={16} aria-hidden />}
        label={t('app.presentationEnd')}
        testId="present-end"
        onPress={() => present(false)}
      />
    </div>
  );
}
