import { useMemo } from 'react';
import type { BaseRef } from '../../../training/models/baseModel';
import type { Bench } from '../bench';
import { useBenchStore, useRun } from '../context';
import { isSameModel } from './address';
import { recordsOf, type ModelRecord } from './record';

/** All models; null until they are known. */
export function useModels(): readonly ModelRecord[] | null {
  const run = useRun((open) => open);
  const saved = useBenchStore('savedRuns', ({ runs }) => runs);
  const loaded = useBenchStore('models', ({ models }) => models);
  const cannotSave = useBenchStore('savedRuns', ({ error }) => error !== null);
  return useMemo(
    () =>
      (saved && loaded) || cannotSave
        ? recordsOf({ run, saved: saved ?? [], loaded: loaded ?? [] })
        : null,
    [run, saved, loaded, cannotSave],
  );
}

export const findModel = (
  models: readonly ModelRecord[],
  base: BaseRef | null,
): ModelRecord | undefined =>
  base === null ? undefined : models.find((model) => isSameModel(model.base, base));

export const modelsIn = (bench: Bench): readonly ModelRecord[] =>
  recordsOf({
    run: bench.run.getState().run,
    saved: bench.savedRuns.getState().runs ?? [],
    loaded: bench.models.getState().models ?? [],
  });
