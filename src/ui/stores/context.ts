// How components reach the stores.
import { createContext, use } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { DeviceState } from '../../host/protocol/lab';
import type { Bench } from './bench';
import type { RunView } from './runView';

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = use(BenchContext);
  if (!bench) throw new Error('BenchContext is missing above this component.');
  return bench;
}

export function useDevice(): DeviceState {
  return useStore(useBench().device, (state) => state.device);
}

export function useRun<Part>(select: (run: RunView | null) => Part): Part {
  return useStore(useBench().run, (state) => select(state.run));
}

export function useBenchStore<State, Part>(
  pick: (bench: Bench) => StoreApi<State>,
  select: (state: State) => Part,
): Part {
  return useStore(pick(useBench()), select);
}
