// An experiment as captured programs, without training it: what `plan` and `kernel` print.
import type { KernelLimits } from '../../gpu/dispatch';
import { openDevice } from '../../gpu/device';
import type { CapturedRun } from '../../training/run/captureRun';
import type { RunConfig } from '../../training/run/config';
import { CorpusCounts } from '../data/corpusCount';
import { openNodeGpu } from '../node/drivers';
import { readAssetInNode } from '../node/files';
import { capturePlanned } from '../run/planRun';
import type { Call } from './verb';

export interface CapturedExperiment {
  readonly run: CapturedRun;
  readonly limits: KernelLimits;
  readonly adapter: string;
}

/** For the device that was asked for: its limits decide which variant each launcher picks. */
export async function captureExperiment(
  config: RunConfig,
  call: Call,
): Promise<CapturedExperiment> {
  const { device, facts, limits } = await openDevice(openNodeGpu(call.text('device')));
  device.destroy();
  const counted = await new CorpusCounts(readAssetInNode).of(config, undefined);
  const { run } = capturePlanned(config, counted, limits);
  return { run, limits, adapter: facts.description || facts.architecture };
}
