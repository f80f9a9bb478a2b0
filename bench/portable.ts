// npm run bench:portable: everything that the benchmarks and the reference cases need, in
// bench/portable, for a bare x86-64 Linux machine that has a GPU and no network. Linux only.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBench, buildFolder } from '../scripts/bench_build.mjs';
import { parseOptions } from './options';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'bench/portable');
const LIMIT_MIB = 60;

/** Libraries that a bare machine may lack; used only where it does. */
const SPARE_LIBRARIES = [
  'libvulkan.so.1',
  'libstdc++.so.6',
  'libgcc_s.so.1',
  // NVIDIA's Vulkan driver is linked with these, display or not.
  'libX11.so.6',
  'libXext.so.6',
  'libxcb.so.1',
  'libXau.so.6',
  'libXdmcp.so.6',
  'libbsd.so.0',
  'libmd.so.0',
];
const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/lib64',
];

function copyLibraries(to: string): string[] {
  mkdirSync(to, { recursive: true });
  return SPARE_LIBRARIES.filter((name) => {
    const file = LIBRARY_FOLDERS.map((folder) => path.join(folder, name)).find(existsSync);
    if (file) copyFileSync(realpathSync(file), path.join(to, name));
    return !file;
  });
}

function copyDawn(to: string): void {
  const from = path.join(root, 'node_modules/webgpu');
  mkdirSync(path.join(to, 'dist/linux-x64'), { recursive: true });
  for (const file of ['index.js', 'package.json', 'LICENSE.md', 'dist/linux-x64/dawn.node']) {
    copyFileSync(path.join(from, file), path.join(to, file));
  }
}

export async function main(args: string[]): Promise<number> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('The pack is made on x86-64 Linux: it carries this machine’s Node.');
    return 2;
  }
  await buildBench({ peers: parseOptions(args).peers, parity: true });
  rmSync(folder, { recursive: true, force: true });
  const content = path.join(buildFolder, 'pack');
  mkdirSync(content, { recursive: true });
  copyFileSync(process.execPath, path.join(content, 'node'));
  chmodSync(path.join(content, 'node'), 0o755);
  copyDawn(path.join(content, 'node_modules/webgpu'));
  const absent = copyLibraries(path.join(content, 'lib'));
  if (absent.length > 0) console.error(`Not on this machine, so not packed: ${absent.join(', ')}.`);
  for (const name of readdirSync(buildFolder)) {
    if (name === 'page.mjs' || name === 'pack') continue;
    cpSync(path.join(buildFolder, name), path.join(content, name), { recursive: true });
  }
  cpSync(path.join(root, 'tests/fixtures'), path.join(content, 'fixtures'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const archive = path.join(folder, 'pack.tar.gz');
  execFileSync('tar', ['--owner=0', '--group=0', '-czf', archive, '-C', content, '.'], {
    env: { ...process.env, GZIP: '-9' },
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  copyFileSync(path.join(root, 'bench/run_portable.sh'), path.join(folder, 'run.sh'));
  chmodSync(path.join(folder, 'run.sh'), 0o755);
  rmSync(content, { recursive: true, force: true });
  const sizeMiB = statSync(archive).size / 2 ** 20;
  console.log(`bench/portable: run.sh and pack.tar.gz, ${sizeMiB.toFixed(1)} MiB.`);
  if (sizeMiB <= LIMIT_MIB) return 0;
  console.error(`More than ${LIMIT_MIB} MiB.`);
  return 1;
}
