// npm run bench:node: bundles the benchmarks and runs them in a Node process of their own.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildBench, buildFolder } from '../scripts/bench_build.mjs';
import { parseOptions, USAGE } from './options';

export async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  await buildBench({ peers: parseOptions(args).peers });
  const main = path.join(buildFolder, 'main.mjs');
  return spawnSync(process.execPath, [main, ...args], { stdio: 'inherit' }).status ?? 1;
}
