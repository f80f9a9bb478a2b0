// A variant in a comparison that runs on the CPU, in plain TypeScript: what the others gain by the GPU.
import type { KernelLimits } from '../../../gpu/dispatch';
import { CpuDecoder } from '../../../training/cpu/decoder';
import type { SpeedPlan } from '../../../training/evaluate/speed';
import { captureDecodeStep, declareDecodeMemory } from '../../../training/generate/decodeProgram';
import type { LanguageModel } from '../../../training/models/interfaces';
import { ParameterSet } from '../../../training/parameters';
import { lookUp } from '../../../training/run/state';
import { hostError } from '../../protocol/error';
import type { CostFigures } from '../../protocol/compare';
import type { HeldOut } from './quality';
import type { Compared } from './variant';
import type { Trained } from '../compress/variants';

/** Some ten seconds of what a CPU does in plain TypeScript. */
const MOST_FLOPS = 3e10;

/** @throws BenchtopError too_large_for_cpu | not_on_cpu */
export function comparedOnCpu(
  { model, weights }: Pick<Trained, 'model' | 'weights'>,
  { windows }: HeldOut,
  { prompt, singles, burst, minRounds }: SpeedPlan,
  limits: KernelLimits,
): Compared {
  const cost = costOf(model, limits);
  const places = model.cache ? windows[0]!.length - 1 : 1;
  const written = (minRounds + 1) * (singles + 2 * burst + (model.cache ? prompt.length : 0));
  const flops = cost.flopsPerToken * (windows.length * places + written);
  const [gflop, most] = [Math.round(flops / 1e9), MOST_FLOPS / 1e9];
  if (flops > MOST_FLOPS) throw hostError('too_large_for_cpu', { gflop, most });
  const decoder = new CpuDecoder(model, weights);
  const logits: Compared['logits'] = async (heldOut, signal) => {
    const found: Float32Array[] = [];
    for (const window of heldOut.windows) {
      if (signal.aborted) break;
      found.push(await decoder.read(window.subarray(0, -1)));
    }
    return found;
  };
  return { model, decoder, logits, cost: () => cost };
}

/** Operations and bytes as the same step counts them on the GPU. */
function costOf(model: LanguageModel, limits: KernelLimits): CostFigures {
  const parameters = new ParameterSet(model.parameters);
  const writer = { model, parameter: lookUp(parameters) };
  const step = captureDecodeStep(writer, declareDecodeMemory(model, 1), limits);
  return {
    parameters: parameters.count,
    diskBytes: 4 * parameters.count,
    gpu: {},
    gpuBytes: 0,
    weightBytes: 0,
    layerBytes: 0,
    flopsPerToken: step.reduce((sum, { flops }) => sum + flops, 0),
    bytesPerToken: step.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
