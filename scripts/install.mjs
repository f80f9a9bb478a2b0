// Brings node_modules up to the lockfile. Imports nothing that npm installs.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Ends the process with one sentence when this Node cannot run the tools. */
export function requireNode() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  const [needMajor, needMinor] = wanted.match(/\d+/g).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(
    `Benchtop needs Node ${needMajor}.${needMinor} or newer and this is ${process.versions.node}: get it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

function modifiedMs(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

/** Runs `npm ci` when node_modules is missing or older than the lockfile. */
export function installPackages() {
  // npm writes this file last, so an install that was cut short is done again.
  const installedMs = modifiedMs(path.join(root, 'node_modules/.package-lock.json'));
  if (installedMs >= modifiedMs(path.join(root, 'package-lock.json'))) return;
  console.log('Installing packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    // npm is a .cmd file on Windows, which only a shell can run.
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed: see above. Without network it cannot work the first time.');
    process.exit(1);
  }
}
