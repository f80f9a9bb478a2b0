// The words that every way to run the benchmarks understands.
import { parseArgs } from 'node:util';

export const USAGE = `Options:
  --only REGEX   cases whose name matches: "matmul 512", "attention", "train", "ceilings"
  --quick        fewer rounds
  --no-peers     Benchtop alone
  --driver NAME  Node: lavapipe, swiftshader, system, or a Vulkan ICD file; page: system for the real GPU
  --out FILE     where the JSON goes; bench/results/<runtime>-<adapter>.json otherwise`;

export interface BenchOptions {
  readonly only: string | undefined;
  readonly quick: boolean;
  readonly peers: boolean;
  readonly driver: string | undefined;
  readonly out: string | undefined;
}

export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      driver: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { only, quick, driver, out } = values;
  return { only, quick, peers: !values['no-peers'], driver, out };
}
