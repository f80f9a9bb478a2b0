// Runs one TypeScript entry of the project in Node: node scripts/run.mjs <entry.ts> [args]
// The entry goes through Vite's module runner, so .wgsl imports work as they do in the app.
// It may do its work at top level (await is fine) or export `main(args)`; a number that main
// returns is the exit code. The process is ended by force: Dawn's threads can keep it alive.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assembly, prepareKernels } from './assembly.mjs';
import { wgsl } from './wgsl.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [entry, ...args] = process.argv.slice(2);
if (!entry || !existsSync(path.resolve(root, entry))) {
  console.error(
    entry ? `There is no ${entry} in ${root}.` : 'Usage: node scripts/run.mjs <entry.ts> [args]',
  );
  process.exit(2);
}

let createServer;
try {
  ({ createServer } = await import('vite'));
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The packages are not installed: run `npm ci` (or `npm start`) first.');
  process.exit(2);
}

const file = path.resolve(root, entry);
process.argv = [process.argv[0], file, ...args];

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  // Files are read once: no watcher, no socket, no dependency scan.
  server: { middlewareMode: true, watch: null, ws: false, hmr: false },
  optimizeDeps: { noDiscovery: true, include: [] },
  plugins: [wgsl(), assembly()],
});

// Vite gives an import a minute; on a busy machine compiling the CPU's kernels may take longer.
await prepareKernels();

let code = 0;
try {
  const module = await server.environments.ssr.runner.import(file);
  const result = await module.main?.(args);
  code = typeof result === 'number' ? result : Number(process.exitCode ?? 0);
} catch (error) {
  console.error(error);
  code = 1;
}
// A pipe takes its bytes late: an empty write comes back after all that was written before it.
await Promise.all([process.stdout, process.stderr].map((s) => new Promise((r) => s.write('', r))));
process.exit(code);
