import { useMemo } from 'react';
import { baseKey, type BaseRef } from '../../../training/models/baseModel';
import { useBench, useBenchStore } from '../../stores/context';
import { changeDraft, playOf, type Draft, type Play } from './playgroundStore';

/** The playground of a model, and how what is typed there changes. */
export function usePlay(base: BaseRef): {
  readonly key: string;
  readonly play: Play;
  readonly change: (draft: Partial<Draft>) => void;
} {
  const { playground } = useBench();
  const key = baseKey(base);
  const play = useBenchStore('playground', (state) => playOf(state, key));
  const change = useMemo(
    () => (draft: Partial<Draft>) => changeDraft(playground, key, draft),
    [playground, key],
  );
  return { key, play, change };
}
