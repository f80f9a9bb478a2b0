import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DeviceState } from '../../../host/protocol/device';
import { useDevice } from '../../stores/context';
import { useDeviceName } from '../../device/useDeviceName';
import styles from './Intro.module.css';

type Ready = Extract<DeviceState, { status: 'ready' }>;

/** The device that was found, in a line. */
export function DeviceLine() {
  const { t } = useTranslation();
  const device = useDevice();
  if (device.status === 'missing' || device.status === 'lost') return null;
  const lamp = device.status === 'opening' ? 'opening' : isHardware(device) ? 'ready' : 'software';
  return (
    <p className={styles.gpu} data-testid="gpu-line">
      <span className={styles.gpuLamp} data-state={lamp} />
      <span>{device.status === 'opening' ? t('intro.gpuLooking') : <Found device={device} />}</span>
    </p>
  );
}

const isHardware = ({ kind, adapter }: Ready): boolean => kind === 'gpu' && !adapter.software;

function Found({ device }: { device: Ready }) {
  const { t } = useTranslation();
  const { kind, reason, adapter } = device;
  const name = useDeviceName()(adapter);
  const isObstacle = reason !== 'chosen' && reason !== 'faster' && reason !== 'hardware';
  const obstacle = isObstacle && t(`missing.${reason}`);
  if (kind === 'gpu') {
    return (
      <>
        {obstacle} {t(isHardware(device) ? 'intro.gpuFound' : 'intro.gpuSoftware', { name })}
      </>
    );
  }
  const { threadLimit } = adapter;
  return (
    <>
      {obstacle} {t(reason === 'chosen' ? 'intro.cpuChosen' : 'intro.cpuInstead', { name })}{' '}
      {threadLimit && t(`intro.threads.${threadLimit}`)}{' '}
      {reason !== 'chosen' && <Link href="/engine/help">{t('intro.cpuMore')}</Link>}
    </>
  );
}
