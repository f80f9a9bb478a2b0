import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './panel.module.css';

/** What was deleted last, for as long as it can be brought back. */
export function Undo<Removed extends { readonly name: string }>(props: {
  removed: Removed | null;
  testId: string;
  onUndo: (removed: Removed) => void;
}) {
  const { removed, testId, onUndo } = props;
  const { t } = useTranslation();
  return (
    <div role="status" className={styles.row}>
      {removed && (
        <>
          <span>{t('common.deleted', { name: removed.name })}</span>
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden />}
            testId={testId}
            onPress={() => onUndo(removed)}
          >
            {t('common.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
