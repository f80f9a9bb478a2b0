// The plan of each experiment's settings as they stand: what the card, the picture and the key show.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../host/protocol/error';
import type { RunPlan } from '../../host/protocol/run';

export interface PlanAnswer {
  /** The last one that could be made; older than the settings while `error` is set or counting goes on. */
  plan: RunPlan | null;
  error: LabErrorData | null;
  /** The vocabulary is a guess. */
  isEstimate: boolean;
}

export type PlanStore = StoreApi<Record<string, PlanAnswer>>;

export const NO_PLAN: PlanAnswer = { plan: null, error: null, isEstimate: false };

export const createPlanStore = (): PlanStore => createStore<Record<string, PlanAnswer>>(() => ({}));
