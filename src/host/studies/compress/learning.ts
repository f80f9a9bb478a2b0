// How a model is trained on after it was changed: by its run's text, or by its own objective.
import type { Model } from '../../../training/models/interfaces';
import type { RunToCapture } from '../../../training/run/captureRun';
import type { TrainingConfig } from '../../../training/run/config';
import type { TrainingState } from '../../../training/run/state';
import type { TrainerSetup } from '../../../training/run/trainerSetup';
import type { Trained } from './variants';

export interface Lesson<M extends Model> {
  readonly pupil: Pick<Trained<M>, 'config' | 'model'>;
  readonly state: TrainingState<M>;
  readonly training: TrainingConfig;
  /** Whose logits it learns from beside the labels. */
  readonly teacher?: Pick<Trained<M>, 'config' | 'model' | 'weights'> | undefined;
}

export interface Learning<M extends Model> {
  /** As the run has it; steps and rate are the stage's. */
  readonly training: TrainingConfig;
  prepare(lesson: Lesson<M>): Pick<TrainerSetup, 'corpora' | 'batchesOf' | 'fixed'> & {
    readonly run: RunToCapture;
  };
}

export const SOFT = { temperature: 2, alpha: 0.1, form: 'kl' } as const;
