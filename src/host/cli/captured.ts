// An experiment as captured programs, without training it: what `plan` and `kernel` print.
import { openDevice } from '../../gpu/device';
import type { RunConfig } from '../../training/run/config';
import { corpusCounts } from '../data/corpusCount';
import { openNodeGpu } from '../node/drivers';
import { readAssetInNode } from '../node/files';
import { capturePlanned } from '../run/planRun';
import type { Call } from './verb';

/** For the device that was asked for: its limits decide which variant each launcher picks. */
export async function captureExperiment(config: RunConfig, call: Call) {
  const { device, facts, limits } = await openDevice(openNodeGpu(call.text('device')));
  device.destroy();
  const counted = await corpusCounts(readAssetInNode)(config, undefined);
  const { run } = capturePlanned(config, counted, limits);
  return { run, adapter: facts.description || facts.architecture };
}
