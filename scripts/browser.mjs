// Finds a Chromium-like browser and says with which flags WebGPU works in it, also with no GPU.
import { existsSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import path from 'node:path';

/** What to tell a person who has no browser: one sentence. */
export const NO_BROWSER =
  platform() === 'linux'
    ? 'No Chromium or Chrome found: run `sudo apt-get install chromium` (or `npx playwright install chromium`), or set CHROME_PATH.'
    : 'No Chrome or Chromium found: install Google Chrome (or run `npx playwright install chromium`), or set CHROME_PATH.';

/**
 * A flag given twice counts as the last one, so Playwright's own list that matters to tests stands here
 * too. What is new: pages of the address bar, and a renderer in reserve, which every new window starts.
 */
const FEATURES_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'PreconnectToSearch',
  'AimEnabled',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
];

/** SwiftShader everywhere: the tests must see one adapter, whatever machine they run on. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  // SwiftShader compiles Vulkan's own zeroes in workgroup memory element by element (src/host/node/drivers.ts).
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];

function installedPaths() {
  if (platform() === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Google Chrome Canary', 'Microsoft Edge'];
    return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) =>
      apps.map((app) => path.join(folder, `${app}.app/Contents/MacOS/${app}`)),
    );
  }
  if (platform() === 'win32') {
    const { PROGRAMFILES, LOCALAPPDATA } = process.env;
    return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Chromium/Application/chrome.exe'),
        path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
  }
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ];
}

/** Any revision that Playwright has downloaded, newest first. */
function playwrightPaths() {
  const cache = { darwin: 'Library/Caches', win32: 'AppData/Local' }[platform()] ?? '.cache';
  const folder =
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), cache, 'ms-playwright');
  if (!existsSync(folder)) return [];
  const binaries = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => binaries.map((binary) => path.join(folder, name, binary)));
}

/** @returns {string | null} path of the browser's executable */
export function findBrowser() {
  const own = process.env.CHROME_PATH;
  if (own) {
    if (existsSync(own)) return own;
    console.warn(`CHROME_PATH is ${own}, but there is no such file: looking elsewhere.`);
  }
  return [...installedPaths(), ...playwrightPaths()].find((file) => existsSync(file)) ?? null;
}
