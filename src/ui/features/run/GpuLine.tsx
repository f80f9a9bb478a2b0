import { useTranslation } from 'react-i18next';
import { useDevice } from '../../stores/context';
import { gpuName } from '../../device/gpuName';
import styles from './Intro.module.css';

/** The GPU that was found, in a line. */
export function GpuLine() {
  const { t } = useTranslation();
  const device = useDevice();
  if (device.status === 'missing' || device.status === 'lost') return null;
  const isSoftware = device.status === 'ready' && device.adapter.software;
  return (
    <p className={styles.gpu} data-testid="gpu-line">
      <span
        className={styles.gpuLamp}
        data-state={device.status === 'opening' ? 'opening' : isSoftware ? 'software' : 'ready'}
      />
      <span>
        {device.status === 'opening'
          ? t('intro.gpuLooking')
          : t(isSoftware ? 'intro.gpuSoftware' : 'intro.gpuFound', {
              name: gpuName(device.adapter),
            })}
      </span>
    </p>
  );
}
