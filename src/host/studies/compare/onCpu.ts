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

export class ComparedOnCpu implements Compared {
  readonly decoder: CpuDecoder;
  readonly model: LanguageModel;
  readonly #cost: CostFigures;

  /** @throws BenchtopError too_large_for_cpu | not_on_cpu */
  constructor(
    { model, weights }: Pick<Trained, 'model' | 'weights'>,
    { windows }: HeldOut,
    plan: SpeedPlan,
    limits: KernelLimits,
  ) {
    this.model = model;
    this.#cost = costOf(model, limits);
    const perToken = this.#cost.flopsPerToken;
    const places = model.cache ? windows[0]!.length - 1 : 1;
    const { prompt, singles, burst, minRounds } = plan;
    const written = (minRounds + 1) * (singles + 2 * burst + (model.cache ? prompt.length : 0));
    const flops = perToken * (windows.length * places + written);
    const [gflop, most] = [Math.round(flops / 1e9), MOST_FLOPS / 1e9];
    if (flops > MOST_FLOPS) throw hostError('too_large_for_cpu', { gflop, most });
    this.decoder = new CpuDecoder(model, weights);
  }

  cost(): CostFigures {
    return this.#cost;
  }

  async logits({ windows }: HeldOut, signal: AbortSignal): Promise<Float32Array[]> {
    const found: Float32Array[] = [];
    for (const window of windows) {
      if (signal.aborted) break;
      found.push(await this.decoder.read(window.subarray(0, -1)));
    }
    return found;
  }
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
