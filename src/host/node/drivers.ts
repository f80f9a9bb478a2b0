/**
 * Opens WebGPU in Node on Dawn, finding a Vulkan driver without the user's help: a real GPU first,
 * then Mesa's lavapipe, then the SwiftShader that comes with Chromium. Node only.
 * BENCHTOP_DRIVER=system|lavapipe|swiftshader|<icd file> picks; VK_DRIVER_FILES is respected.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { create, globals } from 'webgpu';
import { DeviceError } from '../../gpu/errors';

/** `file` is a Vulkan ICD manifest; null means that the system's own choice is left alone. */
export interface Driver {
  name: string;
  file: string | null;
}

const ICD_FOLDERS = [
  '/usr/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  path.join(homedir(), '.local/share/vulkan/icd.d'),
];
const SWIFTSHADER_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
];
const HARDWARE_ICD =
  /^(nvidia|radeon|amd|intel|nouveau|asahi|broadcom|freedreno|panfrost|powervr|dzn)/;

/** What the user set before this module put a choice of its own into the environment. */
const driverFilesOfUser = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES;

/**
 * WGSL's zeroes in workgroup memory as a loop of Dawn's. SwiftShader makes an instruction for each
 * element of OpConstantNull, and takes half a second to compile a kernel with a few thousand.
 */
const ZEROES_BY_LOOP =
  'disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension';

/** Objects that `create` returned: Dawn crashes when one is collected while its devices live. */
const held: GPU[] = [];

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function icdFiles(): string[] {
  return ICD_FOLDERS.flatMap((folder) =>
    list(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => path.join(folder, name)),
  );
}

function hasHardware(): boolean {
  const devices = list('/dev').filter((name) => /^nvidia\d+$|^dxg$/.test(name));
  const renderers = list('/dev/dri').filter((name) => name.startsWith('renderD'));
  return (
    devices.length + renderers.length > 0 &&
    icdFiles().some((file) => HARDWARE_ICD.test(path.basename(file)))
  );
}

/** Mesa before 23 has a lavapipe that fails Dawn. Its manifest tells: 22.3 says x.y.230. */
function isRecentLavapipe(file: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { ICD?: { api_version?: string } };
    const [, minor = 0, patch = 0] = (manifest.ICD?.api_version ?? '').split('.').map(Number);
    return minor > 3 || patch > 230;
  } catch {
    return false;
  }
}

function lavapipe(): string | undefined {
  const other = process.arch === 'arm64' ? /x86_64|i\d86/ : /aarch64|i\d86/;
  return icdFiles().find((file) => {
    const name = path.basename(file);
    return name.startsWith('lvp_icd') && !other.test(name) && isRecentLavapipe(file);
  });
}

function swiftshader(): string | undefined {
  const playwright =
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache/ms-playwright');
  const bundled = list(playwright)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) =>
      list(path.join(playwright, name)).map((sub) => path.join(playwright, name, sub)),
    );
  const own = process.env.CHROME_PATH ? [path.dirname(process.env.CHROME_PATH)] : [];
  return [...own, ...SWIFTSHADER_FOLDERS, ...bundled]
    .map((folder) => path.join(folder, 'vk_swiftshader_icd.json'))
    .find((file) => existsSync(file));
}

/** Every driver found, best first. */
export function findDrivers(): Driver[] {
  if (process.platform !== 'linux') return [{ name: 'system', file: null }];
  const system = driverFilesOfUser || hasHardware() ? [{ name: 'system', file: null }] : [];
  const software = Object.entries({ lavapipe: lavapipe(), swiftshader: swiftshader() });
  const found = [...system, ...software.flatMap(([name, file]) => (file ? [{ name, file }] : []))];
  // Nothing known: the loader may still know better.
  return found.length > 0 ? found : [{ name: 'system', file: null }];
}

function pick(choice: string | undefined): Driver {
  const drivers = findDrivers();
  if (!choice) return drivers[0] ?? { name: 'system', file: null };
  const named = drivers.find((driver) => driver.name === choice);
  if (named) return named;
  if (choice.endsWith('.json') && existsSync(choice)) {
    return { name: path.basename(choice, '.json'), file: path.resolve(choice) };
  }
  const known = drivers.map(({ name }) => name).join(', ');
  throw new DeviceError(
    'no_driver',
    `No Vulkan driver "${choice}" was found. Known here: ${known}. Debian: apt-get install libvulkan1 chromium (SwiftShader), or mesa-vulkan-drivers.`,
    { choice },
  );
}

/**
 * A GPU object on the chosen driver (a name of findDrivers, or an ICD file). Several may be open at
 * once, but ask this one for its adapter before opening the next: the loader reads the variable then.
 * A program that has opened one must end with process.exit: Dawn's threads can keep Node alive.
 */
export function openNodeGpu(choice = process.env.BENCHTOP_DRIVER): GPU {
  const driver = pick(choice);
  const file = driver.file ?? driverFilesOfUser;
  if (file) process.env.VK_DRIVER_FILES = file;
  else delete process.env.VK_DRIVER_FILES;
  Object.assign(globalThis, globals);
  const gpu = create(/swiftshader/.test(file ?? '') ? [ZEROES_BY_LOOP] : []);
  held.push(gpu);
  return gpu;
}
