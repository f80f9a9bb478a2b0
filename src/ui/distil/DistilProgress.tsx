import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../components/KeyButton';
import { useErrorWords } from '../components/useErrorWords';
import { formatDuration } from '../format';
import { useBench, useBenchStore } from '../stores/context';
import styles from './distil.module.css';
import { stopDistillation } from './distilStore';

/** What is being done, how far it is, and the key that stops it. */
export function DistilProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const { state, update, error } = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil,
  );
  if (state === 'idle') return null;
  const share = update?.share ?? 0;
  const stage = update?.stage ?? 'teacher';
  const current = update?.current;
  const who = current
    ? t('distil.who', { name: t(`distil.row.${current.id}`), seed: current.seed })
    : '';
  const time = formatDuration(update?.remainingMs ?? Number.NaN);
  return (
    <div className={styles.progress}>
      {error && (
        <p role="alert" className={styles.error}>
          {words(error)}
        </p>
      )}
      {state !== 'failed' && (
        <p role="status" data-testid="distil-state" data-state={state}>
          <strong>{t(`distil.stage.${stage}`)}</strong>{' '}
          {state === 'running'
            ? `${who ? `${who} · ` : ''}${Math.round(100 * share)}%`
            : t('distil.took', { time: formatDuration(update?.elapsedMs ?? 0) })}
          {state === 'running' && share > 0.05 && ` · ${t('distil.left', { time })}`}
        </p>
      )}
      {state === 'running' && (
        <>
          <div
            className={styles.track}
            role="progressbar"
            aria-label={t('distil.title')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(share * 100)}
          >
            <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
          </div>
          <KeyButton
            icon={<Square size={14} aria-hidden />}
            testId="distil-stop"
            onPress={() => void stopDistillation(bench)}
          >
            {t('distil.stop')}
          </KeyButton>
        </>
      )}
    </div>
  );
}
