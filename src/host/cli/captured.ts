// An experiment as captured programs, without training it: what `plan` and `kernel` print.
import type { RunConfig } from '../../training/run/config';
import { corpusCounts } from '../data/corpusCount';
import { openNodeContext } from '../node/context';
import { readAssetInNode } from '../node/files';
import { capturePlanned } from '../run/planRun';
import type { Call } from './verb';

/** For the device that was asked for: its limits decide which variant each launcher picks. */
export async function captureExperiment(config: RunConfig, call: Call) {
  const context = await openNodeContext(call.text('device'));
  const { facts, limits } = context.open;
  context.destroy();
  const counted = await corpusCounts(readAssetInNode)(config, undefined);
  const { run } = capturePlanned(config, counted, limits);
  const isOnCpu = facts.threads !== undefined;
  return {
    run,
    adapter: isOnCpu ? facts.device : facts.description || facts.architecture,
    isOnCpu,
  };
}
