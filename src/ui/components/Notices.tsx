import { X } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../stores/context';
import type { Notice } from '../stores/notices';
import styles from './Notices.module.css';
import { useErrorWords } from './useErrorWords';

/** Messages in a corner. They stay until dismissed: nobody reads on a timer's terms. */
export function Notices() {
  const notices = useBenchStore(
    (bench) => bench.notices,
    (state) => state.notices,
  );
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
  return (
    <div className={styles.notice} data-kind={isError ? 'error' : 'note'}>
      <p>{isError ? words(notice.error) : t(`text.${notice.kind}`)}</p>
      <Button
        className={styles.close}
        aria-label={t('app.dismiss')}
        onPress={() => bench.notices.getState().dismiss(notice.id)}
      >
        <X size={16} aria-hidden />
      </Button>
    </div>
  );
}
