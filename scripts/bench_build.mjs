// Bundles the benchmarks into bench/.cache: main.mjs and parity.mjs for Node, page.mjs for a page, and
// the peers for both. Peers are installed into bench/peers the first time they are asked for.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import { assembly } from './assembly.mjs';
import { wgsl } from './wgsl.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const peersFolder = path.join(root, 'bench/peers');
export const buildFolder = path.join(root, 'bench/.cache');
const PEERS = ['tensorflow', 'jax', 'onnxruntime', 'tensorflow_wasm', 'onnxruntime_wasm'];

/** What peers fetch at run time, beside their own bundles. */
const ASSETS = [
  'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs',
  'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
  'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
  'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
];

function installPeers() {
  if (existsSync(path.join(peersFolder, 'node_modules/.package-lock.json'))) return true;
  console.error('Installing the engines to compare with, into bench/peers (once, about 500 MB) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync(npm, args, {
    cwd: peersFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error('They could not be installed: Benchtop runs alone.');
  return status === 0;
}

const BUILTINS =
  /^(node:.*|module|fs|fs\/promises|path|url|os|util|crypto|worker_threads|perf_hooks)$/;

async function bundle(entry, outFile, forNode) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [wgsl(), assembly()],
    // ONNX Runtime then fetches its WebAssembly rather than carry it as text.
    ...(!forNode && {
      resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    }),
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: forNode,
      target: 'es2022',
      outDir: path.dirname(outFile),
      emptyOutDir: false,
      minify: false,
      copyPublicDir: false,
      ...(!forNode && {
        lib: { entry, formats: ['es'], fileName: () => path.basename(outFile) },
      }),
      rollupOptions: {
        input: entry,
        external: forNode ? ['webgpu', BUILTINS] : [BUILTINS],
        output: {
          format: 'es',
          entryFileNames: path.basename(outFile),
          codeSplitting: false,
        },
      },
    },
  });
}

/** @param {{ peers: RegExp, parity?: boolean }} wanted: `peers` by name */
export async function buildBench({ peers, parity = false }) {
  rmSync(buildFolder, { recursive: true, force: true });
  mkdirSync(path.join(buildFolder, 'assets'), { recursive: true });
  const to = (name) => path.join(buildFolder, name);
  await bundle(path.join(root, 'bench/main.ts'), to('main.mjs'), true);
  await bundle(path.join(root, 'bench/page.ts'), to('page.mjs'), false);
  if (parity) await bundle(path.join(root, 'bench/portableParity.ts'), to('parity.mjs'), true);
  const wanted = PEERS.filter((name) => peers.test(name));
  if (wanted.length === 0 || !installPeers()) return [];
  for (const name of wanted) {
    await bundle(path.join(peersFolder, `${name}.mjs`), to(`peer_${name}.mjs`), false);
  }
  for (const file of ASSETS) {
    const from = path.join(peersFolder, 'node_modules', file);
    copyFileSync(from, to(`assets/${path.basename(file)}`));
  }
  return wanted.map((name) => `peer_${name}.mjs`);
}
