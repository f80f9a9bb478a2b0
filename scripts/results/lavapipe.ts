// A Chromium that computes on Mesa's lavapipe: links to the installed one, with another driver in the
// place of SwiftShader's (lavapipe.c). Linux, with a C compiler.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDrivers } from '../../src/host/node/drivers';

const SOURCE = fileURLToPath(new URL('lavapipe.c', import.meta.url));
const DRIVER = 'libvk_swiftshader.so';
const MANIFEST = 'vk_swiftshader_icd.json';
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const BINARIES = ['chromium', 'chromium-browser', 'chrome'];

/** The browser's executable; the folder that it lies in is the caller's to remove. */
export function lavapipeChromium(): { executablePath: string; folder: string } {
  const installed = FOLDERS.find((folder) => existsSync(path.join(folder, DRIVER)));
  const manifest = findDrivers().find(({ name }) => name === 'lavapipe')?.file;
  if (!installed || !manifest) throw new Error('This needs Chromium and Mesa’s lavapipe.');
  const folder = mkdtempSync(path.join(tmpdir(), 'benchtop-chromium-'));
  const at = (name: string): string => path.join(folder, name);
  const binary = BINARIES.find((name) => existsSync(path.join(installed, name)))!;
  for (const name of readdirSync(installed)) {
    if (![binary, DRIVER, MANIFEST].includes(name))
      symlinkSync(path.join(installed, name), at(name));
  }
  // It finds its files beside where it really lies: a symbolic link will not do.
  try {
    linkSync(path.join(installed, binary), at(binary));
  } catch {
    copyFileSync(path.join(installed, binary), at(binary));
  }
  // What draws the page stays on SwiftShader.
  const ICD = { library_path: path.join(installed, DRIVER), api_version: '1.0.5' };
  writeFileSync(at(MANIFEST), JSON.stringify({ file_format_version: '1.0.0', ICD }));
  compile(manifest, at(DRIVER));
  return { executablePath: at(binary), folder };
}

function compile(manifest: string, out: string): void {
  const { ICD } = JSON.parse(readFileSync(manifest, 'utf8')) as { ICD: { library_path: string } };
  const define = `-DLAVAPIPE="${ICD.library_path}"`;
  const { status, stderr } = spawnSync(
    'cc',
    ['-shared', '-fPIC', '-O1', define, '-o', out, SOURCE, '-ldl'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The driver could not be compiled: ${stderr ?? 'no cc'}`);
}
