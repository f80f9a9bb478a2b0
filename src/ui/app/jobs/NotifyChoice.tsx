import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { preferences, setNotifies } from '../../stores/preferences';
import styles from './JobQueueList.module.css';

/** The browser is asked when this is turned on, and at no other time. */
export function NotifyChoice() {
  const { t } = useTranslation();
  const { notifies } = useStore(preferences);
  const [isRefused, setRefused] = useState(false);
  if (typeof Notification === 'undefined') return null;
  const change = async (isOn: boolean): Promise<void> => {
    const isAllowed = !isOn || (await Notification.requestPermission()) === 'granted';
    setRefused(!isAllowed);
    setNotifies(isOn && isAllowed);
  };
  return (
    <div className={styles.notify}>
      <label>
        <input
          type="checkbox"
          checked={notifies}
          data-testid="jobs-notify"
          onChange={(event) => void change(event.target.checked)}
        />{' '}
        {t('jobs.notify')}
      </label>
      {isRefused && <p role="status">{t('jobs.notifyRefused')}</p>}
    </div>
  );
}
