// Examples that the user imported, and what objectives make of a text before a run starts.
import type { PairedRatio, Spread } from '../../training/evaluate/statistics';
import type { Metric } from '../../training/evaluate/benchmarkMetrics';
import type { Example } from '../../training/data/examples/examples';
import type { AugmentationExample } from '../../training/objectives/augmentationExamples';
import type { ObjectiveExample } from '../../training/objectives/examples';
import type { RunConfig } from '../../training/run/config';
import type { AugmentationConfig } from '../../training/run/objectiveConfig';
import type { SuppliedText } from './text';

/** Examples a second: one by one, and many at once. */
export interface ExampleRates {
  readonly single: Spread;
  readonly batch: Spread;
  /** One by one beside the first contestant, round by round; null for that itself. */
  readonly against: PairedRatio | null;
}

export interface OwnExamples {
  readonly name: string;
  /** Empty: prompts with answers. */
  readonly labels: readonly string[];
  readonly examples: readonly Example[];
  /** Of a split of its own; otherwise a share of the examples is held out. */
  readonly heldOut?: readonly Example[] | undefined;
  /** What the benchmark reports, where it is one. */
  readonly metrics?: readonly Metric[] | undefined;
}

export interface ExemplifyRequest {
  config: RunConfig;
  text?: SuppliedText;
  /** Each is shown by itself. */
  augmentations: readonly AugmentationConfig[];
}

export interface Exemplified {
  objectives: ObjectiveExample[];
  augmentations: AugmentationExample[];
}
