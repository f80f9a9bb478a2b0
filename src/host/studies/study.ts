// What a study is: a function of a job that tells its progress and ends when it is aborted.
import type { ExportedModel } from '../../training/io/exportFolder';
import type { Bases } from '../lab/bases';
import type { OnDevice } from '../lab/kernelTuner';
import type { LabDevice } from '../lab/labDevices';
import type { DeviceKind } from '../protocol/device';
import type { LabEvent, StartRequest } from '../protocol/lab';
import type { RunEvent } from '../protocol/run';
import type { Studies, StudyKind } from '../protocol/study';
import type { PrepareOptions } from '../data/corpus';
import type { ContentFinder } from '../data/ownContent';
import type { Run } from '../run/run';
import type { RunKeeper } from '../run/runKeeper';
import type { HeldVariants } from './compress/held';
import type { StudyDevices } from './devices';
import type { Progress } from './progress';
import type { CompareWatch } from './surroundings';

/** What studies need of the lab. */
export interface StudyHost {
  readonly bases: Bases;
  readonly own: ContentFinder;
  readonly readAsset: PrepareOptions['readAsset'];
  /** The device, once whatever was stopped has left it. @throws DeviceError no_adapter */
  readonly open: () => Promise<LabDevice>;
  /** A device of its own, which whoever opens it destroys. @throws DeviceError */
  readonly openBeside: (kind: DeviceKind) => Promise<LabDevice>;
  /** Of this lab; one that was is opened as it was saved. */
  readonly isOpen: (runId: string) => boolean;
  /** @throws BenchtopError unknown_run */
  readonly run: (runId: string) => Run;
  readonly begin: (start: StartRequest, emit: (event: RunEvent) => void) => Promise<Run>;
  readonly dispose: (runId: string) => Promise<void>;
  /** Whether a run of an earlier study is open and has ended well. */
  readonly hasFinished: (runId: string) => boolean;
  /** Whether something else uses the device now, which spoils what is measured. */
  readonly isBusy: () => boolean;
  readonly keeper: () => RunKeeper | null;
  readonly tell: (event: LabEvent) => void;
}

/** What the last studies have made: it stays until others make theirs. */
export interface Made {
  variants: HeldVariants | null;
  /** Models that are no runs, by the id under which they are exported. */
  readonly models: Map<string, ExportedModel>;
  /** The fine-tuned run, which is still open. */
  runId: string | null;
}

/** One study at work: what it is asked, whom it tells, and what it may use. */
export interface StudyJob<Kind extends StudyKind> extends StudyHost, OnDevice {
  readonly request: Studies[Kind]['request'];
  readonly progress: Progress<Kind>;
  readonly signal: AbortSignal;
  readonly devices: StudyDevices;
  readonly watch: CompareWatch;
  readonly made: Made;
}

export type Study<Kind extends StudyKind> = (job: StudyJob<Kind>) => Promise<void>;
