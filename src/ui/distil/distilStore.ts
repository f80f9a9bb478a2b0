// A distillation goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DISTIL_STORY } from '../../experiments/distil';
import type { DistilUpdate } from '../../host/distilResult';
import { toErrorData } from '../../host/labError';
import type { LabErrorData } from '../../host/protocol';
import type { BaseRef } from '../../training/models/baseModel';
import { distilSchema, type DistilConfig } from '../../training/objectives/distilConfig';
import { runConfigSchema } from '../../training/run/config';
import type { Bench } from '../stores/bench';
import { isActive } from '../stores/runView';

export interface DistilState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  config: DistilConfig;
  /** Null: one is trained first. */
  teacher: BaseRef | null;
  update: DistilUpdate | null;
  error: LabErrorData | null;
}

export type DistilStore = StoreApi<DistilState>;

export const DISTIL_DEFAULTS: DistilConfig = distilSchema.parse(DISTIL_STORY.distil);

export const createDistilStore = (): DistilStore =>
  createStore<DistilState>(() => ({
    state: 'idle',
    config: DISTIL_DEFAULTS,
    teacher: null,
    update: null,
    error: null,
  }));

export async function runDistillation({ lab, distil, run }: Bench): Promise<void> {
  const { config, teacher, state } = distil.getState();
  if (state === 'running') return;
  distil.setState({ state: 'running', update: null, error: null });
  const tellHidden = (): void => void lab.tellHidden(document.hidden);
  document.addEventListener('visibilitychange', tellHidden);
  try {
    const open = run.getState().run;
    // A run that trains would share the adapter with it.
    if (open && isActive(open.state)) await lab.stop(open.runId);
    const request = {
      ...(teacher && { teacher }),
      teacherRun: runConfigSchema.parse(DISTIL_STORY.teacherRun),
      autoSize: true,
      distil: config,
    };
    await lab.distil(request, (update) => distil.setState({ update }));
    const stage = distil.getState().update?.stage;
    distil.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    distil.setState({ state: 'failed', error: toErrorData(thrown) });
  } finally {
    document.removeEventListener('visibilitychange', tellHidden);
  }
}

export async function stopDistillation({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopDistillation();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
