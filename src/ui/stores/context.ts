// How components reach the stores.
import { createContext, use } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { DeviceState } from '../../host/protocol/device';
import type { Bench } from './bench';
import type { RunView } from './runView';

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = use(BenchContext);
  if (!bench) throw new Error('BenchContext is missing above this component.');
  return bench;
}

/** Stores of the bench, by their names. */
type Stores = {
  readonly [
    Name in keyof Bench as Bench[Name] extends { getState: () => object } ? Name : never
  ]: Bench[Name] extends StoreApi<infer State> ? State : never;
};

/** What is selected of a store, and again whenever that changes. */
export function useBenchStore<Name extends keyof Stores, Selected>(
  name: Name,
  select: (state: Stores[Name]) => Selected,
): Selected {
  const store = useBench()[name] as unknown as StoreApi<Stores[Name]>;
  return useStore(store, select);
}

export const useDevice = (): DeviceState => useBenchStore('device', ({ device }) => device);

/** What speaks of WGSL and its variants is not true of the CPU engine. */
export function useIsOnCpu(): boolean {
  const device = useDevice();
  return device.status === 'ready' && device.kind === 'cpu';
}

export function useRun<Selected>(select: (run: RunView | null) => Selected): Selected {
  return useBenchStore('run', ({ run }) => select(run));
}
