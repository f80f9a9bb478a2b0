// Registers, spills and occupancy of the hot kernels on AMD and Intel GPUs, without one: `npm run shader-stats --
// [TARGET …] [--json FILE]`. Mesa's Vulkan drivers compile without hardware; a layer asks them what came out. Nothing
// is executed. Exit status 1 where a pipeline spills registers or keeps values in scratch memory.
// Needs Linux, Mesa 25 or newer, gcc and the headers of Vulkan; Intel targets need Mesa's drm-shim (README beside).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';
import type { PipelineStats } from './shader_stats/compile';

const AMD = ['navi31', 'navi21'];
const INTEL = ['skl', 'tgl', 'dg2', 'mtl', 'lnl', 'bmg'];
const LAYER = 'VK_LAYER_SHADER_STATS';
const built = path.join(root, 'node_modules/.cache/benchtop/shader_stats');
const shim = process.env.DRM_SHIM ?? path.join(built, 'libintel_noop_drm_shim.so');

/** Builds the layer where it is not there yet. */
function requireLayer(): void {
  const library = path.join(built, 'layer.so');
  if (existsSync(library)) return;
  mkdirSync(built, { recursive: true });
  const source = path.join(root, 'scripts/shader_stats/layer.c');
  const flags = ['-O1', '-shared', '-fPIC', '-fvisibility=hidden'];
  try {
    execFileSync('gcc', [...flags, source, '-o', library, '-lpthread'], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      'The layer cannot be built: gcc and the headers of Vulkan (libvulkan-dev) are needed.',
      { cause: error },
    );
  }
  const layer = {
    name: LAYER,
    type: 'GLOBAL',
    library_path: './layer.so',
    api_version: '1.3.0',
    implementation_version: '1',
    description: 'Compiler statistics of compute pipelines, without execution',
  };
  writeFileSync(
    path.join(built, 'layer.json'),
    JSON.stringify({ file_format_version: '1.2.0', layer }),
  );
}

function driverOf(target: string): Record<string, string> {
  const isIntel = INTEL.includes(target);
  const driver = `/usr/share/vulkan/icd.d/${isIntel ? 'intel' : 'radeon'}_icd.json`;
  const files = [driver, driver.replace('.json', '.x86_64.json')];
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${target} needs Mesa's Vulkan driver: no ${driver}.`);
  const chosen = { VK_DRIVER_FILES: found, BENCHTOP_DRIVER: found };
  if (!isIntel) return { ...chosen, RADV_FORCE_FAMILY: target };
  if (!existsSync(shim))
    throw new Error(
      `${target} needs Mesa's drm-shim: build it as scripts/shader_stats/README.md says, or name it in DRM_SHIM.`,
    );
  return { ...chosen, INTEL_STUB_GPU_PLATFORM: target, LD_PRELOAD: shim };
}

function compiledFor(target: string): PipelineStats[] {
  const driver = driverOf(target);
  const folder = mkdtempSync(path.join(tmpdir(), 'benchtop-shaders-'));
  const written = path.join(folder, 'rows.jsonl');
  const env = {
    ...process.env,
    ...driver,
    VK_LAYER_PATH: built,
    VK_INSTANCE_LAYERS: LAYER,
    SHADER_STATS_NOEXEC: '1',
    SHADER_STATS_OUT: written,
    MESA_SHADER_CACHE_DISABLE: 'true',
  };
  const args = ['scripts/run.mjs', 'scripts/shader_stats/compile.ts', written];
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, args, options);
  rmSync(folder, { recursive: true });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  if (status !== 0 || lines.length === 0) throw new Error(`${target}: ${stderr.trim() || stdout}`);
  return lines.map((line) => JSON.parse(line) as PipelineStats);
}

/** By the names of Mesa's two drivers. */
const SPILLS = ['Spill Count', 'Fill Count', 'Spilled VGPRs', 'Spilled SGPRs'];
const SCRATCH = ['Scratch Memory Size', 'Scratch size'];
const REGISTERS = ['Max live registers', 'VGPRs'];
const firstOf = ({ stats }: PipelineStats, names: readonly string[]): number =>
  names.map((name) => stats[name]).find((value) => value !== undefined) ?? 0;
const spillsOf = ({ stats }: PipelineStats): number =>
  SPILLS.reduce((sum, name) => sum + (stats[name] ?? 0), 0);
const isClean = (one: PipelineStats): boolean => spillsOf(one) === 0 && firstOf(one, SCRATCH) === 0;

export function main(args: string[]): number {
  const { positionals, values } = parseArgs({
    args,
    options: { json: { type: 'string' } },
    allowPositionals: true,
  });
  const targets = positionals.length > 0 ? positionals : [...AMD, ...INTEL];
  requireLayer();
  const found = targets.map((target) => ({ target, pipelines: compiledFor(target) }));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(found, null, 1));
  console.log('| Target | Pipelines | Spilling | Most registers |\n| --- | --: | --: | --: |');
  for (const { target, pipelines } of found) {
    const spilling = pipelines.filter((one) => !isClean(one));
    const most = Math.max(...pipelines.map((one) => firstOf(one, REGISTERS)));
    console.log(`| ${target} | ${pipelines.length} | ${spilling.length} | ${most} |`);
  }
  for (const { target, pipelines } of found)
    for (const one of pipelines.filter((each) => !isClean(each)))
      console.log(
        `${target}: ${one.kernel}: ${spillsOf(one)} spills and fills, ${firstOf(one, SCRATCH)} bytes of scratch memory`,
      );
  return found.every(({ pipelines }) => pipelines.every(isClean)) ? 0 : 1;
}
