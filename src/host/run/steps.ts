// The steps of a run: where it stops next, and what is reported of those that were done.
import type { RunConfig } from '../../training/run/config';
import type { Trainer } from '../../training/run/trainer';
import type { TrainedStep } from '../../training/run/trainerSetup';
import type { RunEvent, StepPoint } from '../protocol/run';

type Progress = Extract<RunEvent, { type: 'steps' }>['progress'];

const nextMultiple = (step: number, of: number): number => (Math.floor(step / of) + 1) * of;

/** The next step at which something is evaluated, sampled or saved, or the last one. */
export const nextStop = (step: number, { training, sample }: RunConfig): number =>
  Math.min(
    training.max_steps,
    nextMultiple(step, training.eval_steps),
    nextMultiple(step, sample.every_steps),
    nextMultiple(step, training.save_steps ?? training.eval_steps),
  );

/** With held-out evaluations, at most so often. */
const SAVE_EVERY_MS = 10_000;

export const isSavedAt = (
  step: number,
  { eval_steps: evalSteps, save_steps: saveSteps }: RunConfig['training'],
  sinceMs: number,
): boolean =>
  saveSteps ? step % saveSteps === 0 : step % evalSteps === 0 && sinceMs >= SAVE_EVERY_MS;

export const stepPoint = ({
  step,
  loss,
  learningRate,
  gradNorm,
  terms,
}: TrainedStep): StepPoint => ({
  step,
  loss,
  learningRate,
  gradNorm,
  ...(Object.keys(terms).length > 0 && { parts: terms }),
});

export function progressOf(
  { setup, stepMs }: Trainer,
  step: number,
  maxSteps: number,
  elapsedMs: number,
): Progress {
  const { shape, config } = setup;
  const tokens = shape.batch * shape.seqLen * config.gradient_accumulation_steps;
  return {
    step,
    maxSteps,
    stepMs,
    tokensPerSecond: (tokens * 1000) / stepMs,
    elapsedMs,
    remainingMs: (maxSteps - step) * Math.max(stepMs, elapsedMs / step),
  };
}
