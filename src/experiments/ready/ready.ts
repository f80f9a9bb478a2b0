// The models that come with the lab, in the order of the list. `npm run make-models` trains them.
import { STORY_WRITER } from './storyWriter';
import { FINANCE_ZH_WRITER, GENERAL_ZH } from './chineseWriters';
import { REVIEW_CLASSIFIER } from './reviewClassifier';
import { QUESTION_ANSWERER } from './questionAnswerer';
import { RECALL } from './recall';
import { GROKKED } from './grokked';
import type { ReadyExperiment } from './readyExperiment';

/** What one starts from stands before it. */
export const READY: readonly ReadyExperiment[] = [
  STORY_WRITER,
  GENERAL_ZH,
  FINANCE_ZH_WRITER,
  REVIEW_CLASSIFIER,
  QUESTION_ANSWERER,
  RECALL,
  GROKKED,
];

/** Also by the id of one of its checkpoints. */
export const findReady = (id: string): ReadyExperiment | undefined =>
  READY.find((one) => one.id === id.split('@')[0]);
