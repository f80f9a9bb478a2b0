import type { WriterStage } from '../../protocol/writer';
import { studyModelId } from '../ids';

/** In the order of tables. */
export const WRITER_STAGES: readonly WriterStage[] = [
  'base',
  'finetuned',
  'alone',
  'distilled',
  'int8',
];

export const writerModelId = (stage: WriterStage): string => studyModelId(`writer-${stage}`);
