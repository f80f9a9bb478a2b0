import { studyModelId } from '../ids';
import type { DistillId } from '../../protocol/distill';

/** In the order of tables. */
export const DISTILL_IDS: readonly DistillId[] = [
  'teacher',
  'alone',
  'distilled',
  'distilled_int8',
];

/** Under this name the distilled classifier of the last distillation can be exported, as runs can. */
export const DISTILLED_CLASSIFIER = studyModelId('distilled-classifier');
