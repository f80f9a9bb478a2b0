import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../components/KeyButton';
import { useErrorWords } from '../components/useErrorWords';
import { formatDuration } from '../format';
import { stopComparison } from '../stores/comparison';
import { useBench, useBenchStore } from '../stores/context';
import styles from './compare.module.css';
import { useVariantName } from './useVariantName';

/** What is being done, how far it is, and the key that stops it. */
export function CompareProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const nameOf = useVariantName();
  const { state, update, error } = useBenchStore(
    (stores) => stores.comparison,
    (comparison) => comparison,
  );
  if (state === 'idle') return null;
  const share = update?.share ?? 0;
  const stage = update?.stage ?? 'variants';
  const time = formatDuration(update?.remainingMs ?? Number.NaN);
  return (
    <div className={styles.progress}>
      {error && (
        <p role="alert" className={styles.error}>
          {words(error)} {t('compare.keeps')}
        </p>
      )}
      {state !== 'failed' && (
        <p role="status" data-testid="compare-state" data-state={state}>
          <strong>{t(`compare.stage.${stage}`)}</strong>{' '}
          {state === 'running'
            ? `${update?.variant ? `${nameOf(update.variant)} · ` : ''}${Math.round(100 * share)}%`
            : t('compare.took', { time: formatDuration(update?.elapsedMs ?? 0) })}
          {state === 'running' && share > 0.05 && ` · ${t('compare.left', { time })}`}
        </p>
      )}
      {state === 'running' && (
        <>
          <div
            className={styles.track}
            role="progressbar"
            aria-label={t('compare.title')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(share * 100)}
          >
            <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
          </div>
          <KeyButton
            icon={<Square size={14} aria-hidden />}
            testId="compare-stop"
            onPress={() => void stopComparison(bench)}
          >
            {t('run.stop')}
          </KeyButton>
        </>
      )}
    </div>
  );
}
