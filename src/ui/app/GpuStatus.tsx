import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AdapterFacts } from '../../host/protocol/lab';
import { formatBytes } from '../kit/format';
import { useDevice, useIsOnCpu, useRun } from '../stores/context';
import { DeviceChoice } from '../device/DeviceChoice';
import { useDeviceName } from '../device/useDeviceName';
import { MemoryBar, MemoryTable } from '../kit/meters/MemoryBar';
import styles from './StatusBar.module.css';

const LAMPS = { opening: 'preparing', lost: 'failed', missing: 'failed' } as const;

/** The GPU and what its memory holds; a press shows the details. */
export function GpuStatus() {
  const { t } = useTranslation();
  const device = useDevice();
  const isOnCpu = useIsOnCpu();
  const nameOf = useDeviceName();
  const plan = useRun((run) => run?.plan ?? null);
  const adapter = device.status === 'ready' ? device.adapter : null;
  const name = adapter ? nameOf(adapter) : t('status.gpuNone');
  const lamp =
    device.status !== 'ready'
      ? LAMPS[device.status]
      : device.kind === 'gpu' && device.adapter.software
        ? 'paused'
        : 'finished';
  return (
    <div className={styles.gpu}>
      <button
        type="button"
        className={styles.open}
        popoverTarget="gpu-details"
        aria-label={`${t('memory.details')}: ${name}`}
      >
        <span className={styles.lamp} data-state={lamp} />
        <span className={styles.name} data-testid="gpu-name">
          {device.status === 'lost'
            ? t('status.gpuLost')
            : device.status === 'opening'
              ? t('intro.gpuLooking')
              : name}
        </span>
        {plan && (
          <>
            <span className={`${styles.memory} ${styles.narrowless}`}>
              <MemoryBar memory={plan.memory} totalBytes={plan.totalBytes} />
            </span>
            <span>{formatBytes(plan.totalBytes)}</span>
          </>
        )}
      </button>
      <div id="gpu-details" popover="auto" className={styles.popover}>
        <h2>{name}</h2>
        <DeviceChoice />
        {plan ? <MemoryTable memory={plan.memory} /> : <p>{t('memory.none')}</p>}
        {adapter && <Facts adapter={adapter} />}
        {!isOnCpu && (
          <Link
            href="/engine/check"
            className={styles.check}
            onClick={() => document.getElementById('gpu-details')?.hidePopover()}
          >
            {t('check.fromStatus')}
          </Link>
        )}
      </div>
    </div>
  );
}

function Facts({ adapter }: { adapter: AdapterFacts }) {
  const { t } = useTranslation();
  const yesNo = (has: boolean) => (has ? t('common.yes') : t('common.no'));
  const { vendor, architecture, subgroups, subgroupSize } = adapter;
  const size = subgroups && subgroupSize !== null ? ` (${subgroupSize})` : '';
  const rows = [
    [t('status.adapter'), [vendor, architecture].filter(Boolean).join(' ') || '–'],
    [t('status.f16'), yesNo(adapter.f16)],
    [t('status.subgroups'), `${yesNo(subgroups)}${size}`],
    [t('status.timestamps'), yesNo(adapter.timestamps)],
    [t('status.maxBuffer'), formatBytes(adapter.maxBufferBytes)],
  ];
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
