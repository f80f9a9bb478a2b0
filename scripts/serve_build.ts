// Builds into a folder of its own, so that nothing under `dist` changes meanwhile, and serves that.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, preview } from 'vite';
import { root } from './install.mjs';

export async function serveBuild(): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'benchtop-build-'));
  process.once('exit', () => rmSync(outDir, { recursive: true }));
  const common = { root, logLevel: 'error' } as const;
  await build({ ...common, build: { outDir, emptyOutDir: true } });
  const server = await preview({ ...common, build: { outDir }, preview: { port: 0, open: false } });
  return server.resolvedUrls!.local[0]!;
}
