// What the loss plot draws.
import type { LossScale } from '../kit/meters/lossScale';
import type { LossHistory } from './lossHistory';

/** One objective of several, or the held-out text of one corpus of several. */
export interface TermCurve {
  readonly name: string;
  /** Place in the palette. */
  readonly color: number;
  /** Of training, at the steps of the history; null where it is only measured on held-out text. */
  readonly means: readonly number[] | null;
  readonly evals: readonly { readonly step: number; readonly loss: number }[];
}

/** Another run, laid over this one. */
export interface OverlayCurve extends TermCurve {
  readonly steps: readonly number[];
}

/** Where the run goes over to other texts. */
export interface Seam {
  readonly step: number;
  readonly corpora: readonly string[];
}

export interface LossData {
  readonly history: LossHistory;
  /** What the colors of the training line are of. */
  readonly scale: LossScale;
  readonly terms: readonly TermCurve[];
  readonly seams: readonly Seam[];
  readonly floor: number | null;
  readonly earlier: readonly LossHistory[];
  readonly overlays: readonly OverlayCurve[];
  readonly maxSteps: number;
  /** Names of curves that are switched off. */
  readonly hidden: ReadonlySet<string>;
}
