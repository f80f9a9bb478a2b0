// What a run is given: its config and text, the GPU, and whom it tells.
import type { KernelLimits } from '../../gpu/dispatch';
import type { ComputeContext } from '../../gpu/compute';
import type { Checkpoint } from '../../training/io/checkpoint';
import type { RunConfig } from '../../training/run/config';
import type { LrRangeTest } from '../../training/run/lrRangeTest';
import type { BaseModel } from '../../training/models/baseModel';
import type { PrepareOptions } from '../data/corpus';
import type { OwnExamples } from '../protocol/examples';
import type { RunEvent } from '../protocol/run';
import type { SuppliedText } from '../protocol/text';

export interface RunSetup {
  readonly runId: string;
  readonly config: RunConfig;
  readonly text?: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
  /** What config.base names. */
  readonly base?: BaseModel | undefined;
  /** It has learned nothing. */
  readonly isFresh?: boolean | undefined;
  readonly autoSize: boolean;
  /** Instead of the run itself: some steps in which the learning rate climbs, and nothing else. */
  readonly rangeTest?: LrRangeTest | undefined;
  readonly maxSteps?: number | undefined;
  /** Goes on from here; its config is the run's. */
  readonly from?: Omit<Checkpoint, 'config'> | undefined;
  /** Stands still before its first step. */
  readonly startsPaused?: boolean | undefined;
  /** Takes the state after evaluations and whenever the run comes to rest; must not hold it up. */
  readonly keep?: ((checkpoint: Checkpoint) => void) | undefined;
  readonly context: ComputeContext;
  /** Lets the kernels that a capture asks for be measured once; captures after it use the result. */
  readonly autotuneFor: (capture: (limits: KernelLimits) => unknown) => Promise<void>;
  readonly readAsset: PrepareOptions['readAsset'];
  readonly emit: (event: RunEvent) => void;
}
