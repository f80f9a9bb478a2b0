import type { DeviceState } from '../../host/protocol/device';
import type { StoreApi } from 'zustand/vanilla';

/**
 * From then on the page works without a network. It waits for the device: the files that it stores would be in the
 * way of the first view. A page that is not served securely has no service workers, and needs its network.
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
