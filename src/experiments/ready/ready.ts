// The models that come with the lab, in the order of the list. `npm run make-models` trains them.
import type { ReadyExperiment } from './readyExperiment';
import { STORY_WRITER } from './storyWriter';

export const READY: readonly ReadyExperiment[] = [STORY_WRITER];

/** Also by the id of one of its checkpoints. */
export const findReady = (id: string): ReadyExperiment | undefined =>
  READY.find((one) => one.id === id.split('@')[0]);
