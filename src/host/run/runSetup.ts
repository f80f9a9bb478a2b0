// What a run is given: what was asked for, the GPU, and whom it tells.
import type { Checkpoint } from '../../training/io/checkpoint';
import type { BaseModel } from '../../training/models/baseModel';
import type { PrepareOptions } from '../data/corpus';
import type { OnDevice } from '../lab/kernelTuner';
import type { StartRequest } from '../protocol/lab';
import type { RunEvent } from '../protocol/run';

export interface RunSetup extends StartRequest, OnDevice {
  /** What config.base names. */
  readonly base?: BaseModel | undefined;
  /** Takes the state after evaluations and whenever the run comes to rest; must not hold it up. */
  readonly keep?: ((checkpoint: Checkpoint) => void) | undefined;
  readonly readAsset: PrepareOptions['readAsset'];
  readonly emit: (event: RunEvent) => void;
}
