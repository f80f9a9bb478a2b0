import type { StoreApi } from 'zustand/vanilla';
import { useBenchStore } from '../../stores/context';
import type { ModelStore } from './modelStore';

type State = ModelStore extends StoreApi<infer S> ? S : never;

export const useModels = <Part>(select: (state: State) => Part): Part =>
  useBenchStore('models', select);
