// Notices what goes wrong in a training that goes on: a loss that rises, steps that were skipped because a
// number was not finite.
import { Divergence } from '../../training/run/divergence';
import type { Trainer } from '../../training/run/trainer';
import type { TrainedStep } from '../../training/run/trainerSetup';
import { errorData, type LabErrorData } from '../protocol/error';

export class StepWatch {
  readonly #warn: (error: LabErrorData) => void;
  readonly #divergence = new Divergence();
  /** The first step that was skipped. */
  #unexplained: TrainedStep | null = null;
  #explained = false;

  constructor(warn: (error: LabErrorData) => void) {
    this.#warn = warn;
  }

  /** A skipped step waits for `explain`, between two calls of `train`. */
  get isWaiting(): boolean {
    return this.#unexplained !== null;
  }

  /** `maySeeDivergence`: whether a rising loss is worth a warning; in an LR range test it is what is looked for. */
  see(steps: readonly TrainedStep[], maySeeDivergence: boolean): void {
    if (maySeeDivergence) this.#seeDivergence(steps);
    const skipped = steps.find((step) => step.skipped);
    if (!skipped) return;
    if (this.#explained) this.#warnSkipped(skipped.step, skipped.nonFinite);
    else this.#unexplained ??= skipped;
  }

  /** Looks for the tensor with which the trouble began; slow, so once in a run. */
  async explain(trainer: Pick<Trainer, 'diagnose'>): Promise<void> {
    const skipped = this.#unexplained;
    if (!skipped) return;
    this.#unexplained = null;
    this.#explained = true;
    const { step, nonFinite } = skipped;
    this.#warnSkipped(step, (await trainer.diagnose(step)) ?? nonFinite);
  }

  /** Reported once: what comes after is more of the same. */
  #seeDivergence(steps: readonly TrainedStep[]): void {
    const found = steps.find(({ loss }) => this.#divergence.see(loss));
    if (!found) return;
    const { step, loss, learningRate: rate } = found;
    const first = this.#divergence.first.toFixed(2);
    const fields = { step, loss: loss.toFixed(2), first, rate: String(rate) };
    this.#warn(errorData('loss_diverges', fields));
  }

  #warnSkipped(step: number, nonFinite: string | null): void {
    this.#warn(errorData('gradient_not_finite', { step, tensor: nonFinite ?? 'grad_norm' }));
  }
}
