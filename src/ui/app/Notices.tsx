import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../stores/context';
import { NOTICE_MS, type Notice } from '../stores/notices';
import styles from './Notices.module.css';
import { useErrorWords } from '../kit/useErrorWords';

/** Messages above the status bar, in a row of their own: they cover nothing, and go after a while. */
export function Notices() {
  const notices = useBenchStore('notices', (state) => state.notices);
  return (
    <div className={styles.stack} role="alert" data-testid="notices">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeRow({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const bench = useBench();
  const words = useErrorWords();
  const isError = notice.kind === 'error';
  const [isHeld, setHeld] = useState(false);
  const { id } = notice;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => bench.notices.getState().dismiss(id), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [bench, id, isHeld]);
  return (
    <div
      className={styles.notice}
      data-kind={isError ? 'error' : 'note'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{isError ? words(notice.error) : t(`text.${notice.kind}`)}</p>
      <Button
        className={styles.close}
        aria-label={t('app.dismiss')}
        onPress={() => bench.notices.getState().dismiss(id)}
      >
        <X size={16} aria-hidden />
      </Button>
    </div>
  );
}
