// `npm start`: installs what is missing, builds when the sources are newer, serves, opens a browser.
// It serves a build, not the dev server: the first page comes as a few files and React runs in
// its production form, beside which a training step is not slowed down.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { installPackages, requireNode, root } from './install.mjs';

requireNode();
installPackages();

function newestMs(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => newestMs(path.join(file, name))));
}

const { build, preview } = await import('vite');
const built = path.join(root, 'dist/index.html');
const sources = ['src', 'public', 'scripts', 'index.html', 'vite.config.ts', 'package-lock.json'];
const sourcesMs = Math.max(...sources.map((name) => newestMs(path.join(root, name))));
if (!existsSync(built) || statSync(built).mtimeMs < sourcesMs) {
  console.log('Building …');
  await build({ root, logLevel: 'warn' });
}

const server = await preview({ root, logLevel: 'warn' });
const url = server.resolvedUrls?.local[0] ?? '';
console.log(`\n  Benchtop is at ${url}\n  Open it in Chrome or Edge (WebGPU). Ctrl+C stops it.\n`);

function openCommand() {
  if (process.env.CI || process.env.BROWSER === 'none') return null;
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '', url]];
  const hasScreen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return hasScreen ? ['xdg-open', [url]] : null;
}

const command = openCommand();
if (command) {
  // No browser to open is no error: the address is printed above.
  spawn(command[0], command[1], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
