import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { openDevice } from '../stores/bench';
import { useBench, useDevice } from '../stores/context';
import { Button } from '../kit/Button';
import styles from './MissingGpu.module.css';

/** With no GPU: what is missing, and how to get it. */
export function MissingGpu() {
  const { t } = useTranslation();
  const bench = useBench();
  const device = useDevice();
  if (device.status === 'lost')
    return (
      <section className={styles.box} data-testid="device-lost">
        <p>{device.recovering ? t('run.deviceLostRecovering') : t('run.deviceLost')}</p>
        {!device.recovering && (
          <Button onPress={() => void openDevice(bench)}>{t('run.reopen')}</Button>
        )}
      </section>
    );
  if (device.status !== 'missing') return null;
  const isEngine = device.detail === 'engine_not_loaded';
  const isInsecure = device.reason === 'no_webgpu' && !window.isSecureContext;
  return (
    <section className={styles.box} aria-labelledby="missing-title" data-testid="missing-gpu">
      <h2 id="missing-title">
        <TriangleAlert size={18} aria-hidden />
        {t('missing.title')}
      </h2>
      <p>
        {isEngine
          ? t('missing.engine')
          : isInsecure
            ? t('missing.insecure')
            : t(`missing.${device.reason}`)}
      </p>
      {!isInsecure && (
        <p>
          <strong>{t('missing.how')}: </strong>
          {isEngine ? t('missing.how_engine') : t(`missing.how_${device.reason}`)}
        </p>
      )}
      {device.detail !== '' && !isEngine && (
        <p className={styles.detail}>{t('missing.detail', { detail: device.detail })}</p>
      )}
      <p className={styles.row}>
        <Button onPress={() => void openDevice(bench)}>{t('missing.retry')}</Button>
        <Link href="/engine/help">{t('missing.more')}</Link>
      </p>
    </section>
  );
}
