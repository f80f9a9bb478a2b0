// Benchtop on one of its devices, as an engine of the benchmarks.
import { version } from '../../package.json';
import type { ComputeContext } from '../../src/gpu/compute';
import { openDevice } from '../../src/gpu/device';
import { GpuContext } from '../../src/gpu/replay';
import type { Engine } from '../engine';
import { attention } from './attention';
import { decode, trainStep } from './gpt';
import { matmul, qmatmul } from './products';

export interface BenchtopEngine extends Engine {
  /** Once it was initialized. */
  context(): ComputeContext;
}

export function benchtopOn(name: string, open: () => Promise<ComputeContext>): BenchtopEngine {
  let opened: ComputeContext | undefined;
  const context = (): ComputeContext => {
    if (!opened) throw new Error(`${name} was not initialized.`);
    return opened;
  };
  return {
    name,
    version,
    context,
    async init() {
      opened = await open();
    },
    sync: () => context().idle(),
    matmul: (inputs) => matmul(context(), inputs),
    qmatmul: (inputs) => qmatmul(context(), inputs),
    attention: (inputs, backward) => attention(context(), inputs, backward),
    trainStep: (config, weights, batch) => trainStep(context(), config, weights, batch),
    decode: (config, weights) => decode(context(), config, weights),
  };
}

export async function openWebGpu(gpu: GPU): Promise<ComputeContext> {
  const open = await openDevice(gpu);
  open.device.addEventListener('uncapturederror', (event) => console.error(event.error.message));
  return new GpuContext(open);
}
