import type { DeviceState } from '../../host/protocol/device';
import type { StoreApi } from 'zustand/vanilla';

/**
 * From then on the page works without a network. It waits for the device, since all files that it stores would
 * otherwise be in the way of the first view. Without service workers (not over http from another machine) nothing is kept.
 */
export function worksOffline(device: StoreApi<{ device: DeviceState }>): void {
  const { serviceWorker } = navigator;
  if (!import.meta.env.PROD || !serviceWorker) return;
  const stop = device.subscribe(({ device: { status } }) => {
    if (status === 'opening') return;
    stop();
    const address = `${import.meta.env.BASE_URL}serviceWorker.js`;
    const register = () => void serviceWorker.register(address).catch(() => undefined);
    setTimeout(() => requestIdleCallback(register), QUIET_MS);
  });
}

/** The model of the first view writes in the meantime. */
const QUIET_MS = 3000;
