import { useMemo } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { BaseRef } from '../../../training/models/baseModel';
import { useBenchStore, useRun } from '../context';
import { useLanguage } from '../../i18n/useLanguage';
import { preferences } from '../preferences';
import { isSameModel } from './address';
import { recordsOf, type ModelRecord, type Models } from './record';

/** All models; null until they are known. */
export function useModels(): readonly ModelRecord[] | null {
  const run = useRun((open) => open);
  const saved = useBenchStore('savedRuns', ({ runs }) => runs);
  const loaded = useBenchStore('models', ({ models }) => models);
  const ready = useBenchStore('models', (state) => state.ready);
  const language = useLanguage();
  const cannotSave = useBenchStore('savedRuns', ({ error }) => error !== null);
  return useMemo(
    () =>
      (saved && loaded) || cannotSave
        ? recordsOf({ run, saved: saved ?? [], loaded: loaded ?? [], ready: ready ?? [], language })
        : null,
    [run, saved, loaded, ready, language, cannotSave],
  );
}

export const findModel = (
  models: readonly ModelRecord[],
  base: BaseRef | null,
): ModelRecord | undefined =>
  base === null ? undefined : models.find((model) => isSameModel(model.base, base));

/** What the list of models calls one; undefined where it is not there. */
export function useModelName(): (base: BaseRef | null) => string | undefined {
  const models = useModels() ?? [];
  return (base) => findModel(models, base)?.name;
}

interface Lists {
  readonly run: StoreApi<Pick<Models, 'run'>>;
  readonly savedRuns: StoreApi<{ runs: Models['saved'] | null }>;
  readonly models: StoreApi<{
    models: Models['loaded'] | null;
    ready: Models['ready'] | null;
  }>;
}

export const modelsIn = ({ run, savedRuns, models }: Lists): readonly ModelRecord[] =>
  recordsOf({
    run: run.getState().run,
    saved: savedRuns.getState().runs ?? [],
    loaded: models.getState().models ?? [],
    ready: models.getState().ready ?? [],
    language: preferences.getState().language,
  });
