/// <reference types="vitest/config" />
import { defineConfig, type Plugin } from 'vite';
import react from '@vitejs/plugin-react';
import packageJson from './package.json' with { type: 'json' };
import { codeCorpus } from './scripts/vite_code_corpus.mjs';
import { assembly } from './scripts/assembly.mjs';
import { offline } from './scripts/vite_offline.mjs';
import { wgsl } from './scripts/wgsl.mjs';

/** React's refresh preamble is an inline script, so the page's own policy would stop `vite dev`. */
function relaxPolicyInDev(): Plugin {
  return {
    name: 'relax-policy-in-dev',
    apply: (_config, env) => env.command === 'serve' && !env.isPreview,
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    },
  };
}

/** Isolated from other origins, the page may share memory between the threads of the CPU engine. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
};

/** Limits of tests are for hangs alone: a machine half as fast and busy with other things must not meet them. */
const HANG_MS = 10 * 60_000;

/** Of devices, compilation and drivers. */
const ABOUT_WEBGPU = [
  'adapter',
  'compare_devices',
  'faults',
  'large_tensors',
  'profile',
  'step_budget',
  'tuner',
].map((name) => `tests/kernels/${name}.test.ts`);

export default defineConfig({
  // For a site that lives in a folder: BENCHTOP_BASE=/benchtop/ npm run build
  base: process.env.BENCHTOP_BASE ?? '/',
  define: { 'import.meta.env.BENCHTOP_VERSION': JSON.stringify(packageJson.version) },
  plugins: [react(), wgsl(), assembly(), codeCorpus(), relaxPolicyInDev(), offline()],
  worker: { format: 'es', plugins: () => [wgsl(), assembly()] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    // All code of the first view in one file: thirty small ones wait for each other.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
    },
  },
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          // One of them waits for a thread that is dead; on two cores the default is one.
          maxWorkers: 2,
          isolate: false,
          setupFiles: ['tests/unit/restore.ts'],
          testTimeout: HANG_MS,
          hookTimeout: HANG_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          // On the CPU: its kernels, by the tests of the others, and what is above kernels.
          sequence: { groupOrder: 1 },
          include: ['tests/{engine,kernels}/**/*.test.ts'],
          exclude: ABOUT_WEBGPU,
          env: { BENCHTOP_DRIVER: 'cpu' },
          pool: 'forks',
          maxWorkers: 1,
          isolate: false,
          testTimeout: HANG_MS,
          hookTimeout: HANG_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'kernels',
          // Projects that run together may differ in their workers only in groups of their own.
          sequence: { groupOrder: 2 },
          include: ['tests/kernels/**/*.test.ts'],
          // Two processes: SwiftShader compiles one kernel at a time in each, and one waits while the
          // other computes. All files of a process share one device and what it has compiled.
          pool: 'forks',
          maxWorkers: 2,
          isolate: false,
          setupFiles: ['tests/kernels/sharedDevice.ts'],
          testTimeout: HANG_MS,
          hookTimeout: HANG_MS,
        },
      },
    ],
  },
});
