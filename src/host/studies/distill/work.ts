// What language models and classifiers do differently in a distillation: how they are asked, distilled,
// evaluated and timed.
import type { WeightRecipe } from '../../../training/compress/compressedWeights';
import type { DistillId, DistillMethod } from '../../protocol/distill';
import type { Progress } from '../progress';

export interface DistillWork<Learned> {
  evaluateTeacher(): Promise<void>;
  /** What students are distilled with is made. */
  ask(): Promise<DistillMethod>;
  train(id: 'alone' | 'distilled', seed: number): Promise<Learned>;
  evaluate(id: Exclude<DistillId, 'teacher'>, seed: number, learned: Learned): Promise<void>;
  /** How fast the teacher and the first seed's students are. */
  measure(): Promise<void>;
  destroy(): Promise<void>;
}

/** What the distilled student becomes in the end. */
export const INT8: WeightRecipe = { kind: 'int8', scales: 'channel', activations: 'float' };

export interface DistillTold {
  readonly progress: Progress<'distill'>;
  readonly signal: AbortSignal;
}
