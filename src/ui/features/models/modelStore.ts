// The models that were imported, as the page shows them, and the job that brings the next one.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../host/lab/labError';
import type { HubOffer, LoadedModel, ModelProgress } from '../../../host/protocol/models';
import type { ReadyModel } from '../../../host/protocol/ready';
import type { LabErrorData } from '../../../host/protocol/error';

/** What the library tells of its work, and what goes before it: asking the hub. */
export type ModelJob = Omit<ModelProgress, 'phase'> & {
  readonly phase: ModelProgress['phase'] | 'asking';
};

interface ModelState {
  /** Newest first; null until they are known. */
  readonly models: readonly LoadedModel[] | null;
  /** Those that come with the lab; null until they are known. */
  readonly ready: readonly ReadyModel[] | null;
  /** Why those are not there. */
  readonly readyError: LabErrorData | null;
  /** Deleted last, for as long as it can be brought back. */
  readonly removed: LoadedModel | null;
  /** Under way. */
  readonly job: ModelJob | null;
  readonly offer: HubOffer | null;
  /** What went wrong last, until something is tried again. */
  readonly error: LabErrorData | null;
}

export type ModelStore = StoreApi<ModelState>;

export const createModelStore = (): ModelStore =>
  createStore<ModelState>(() => ({
    models: null,
    ready: null,
    readyError: null,
    removed: null,
    job: null,
    offer: null,
    error: null,
  }));

interface WatchedModels {
  watch(onChange: (models: LoadedModel[]) => void): Promise<void>;
  ready(): Promise<ReadyModel[]>;
}

/** Where nothing can be kept (a private window, say), the page of models says why. */
export function watchModels({
  lab,
  models: store,
}: {
  lab: { models: WatchedModels };
  models: ModelStore;
}): void {
  const failed = (thrown: unknown): void => store.setState({ error: toErrorData(thrown) });
  lab.models.watch((models) => store.setState({ models })).catch(failed);
  lab.models.ready().then(
    (ready) => store.setState({ ready }),
    (thrown: unknown) => {
      failed(thrown);
      store.setState({ readyError: toErrorData(thrown) });
    },
  );
}
