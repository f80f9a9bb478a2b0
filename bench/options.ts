// The words that every way to run the benchmarks understands.
import { parseArgs } from 'node:util';

export const USAGE = `Options:
  --only REGEX   cases whose name matches: "matmul 512", "attention", "train", "ceilings"
  --quick        fewer rounds
  --no-peers     Benchtop alone
  --peers REGEX  peers whose name matches: "jax", "_wasm"
  --driver LIST  devices of Benchtop that run side by side, the first one's figures as shares of its ceilings:
                 cpu, cpu:1 (threads), lavapipe, swiftshader, system, a Vulkan ICD file; in the page cpu, cpu:1,
                 webgpu (SwiftShader), system (the real GPU)
  --out FILE     where the JSON goes; bench/results/<runtime>-<adapter>.json otherwise`;

export interface BenchOptions {
  readonly only: string | undefined;
  readonly quick: boolean;
  /** Which peers run. */
  readonly peers: RegExp;
  readonly drivers: readonly string[] | undefined;
  readonly out: string | undefined;
}

export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      peers: { type: 'string', default: '' },
      driver: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { only, quick, driver, out } = values;
  // Nothing matches the empty choice.
  const peers = values['no-peers'] ? /(?!)/ : new RegExp(values.peers);
  return { only, quick, peers, drivers: driver?.split(','), out };
}
