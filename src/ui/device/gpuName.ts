import type { AdapterFacts } from '../../host/protocol/lab';

const VENDORS: Record<string, string> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
  intel: 'Intel',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
  microsoft: 'Microsoft',
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** What a person calls this GPU, from the little that browsers tell. */
export function gpuName(adapter: AdapterFacts): string {
  const { vendor, architecture, device, description } = adapter;
  const all = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  if (all.includes('swiftshader')) return 'SwiftShader';
  if (all.includes('llvmpipe') || all.includes('lavapipe')) return 'lavapipe';
  const own = description || device;
  if (own !== '') return own.replace(/\s*\((?:TM|R)\)/gi, '');
  const name = [VENDORS[vendor.toLowerCase()] ?? capital(vendor), capital(architecture)];
  return name.filter((word) => word !== '').join(' ') || 'WebGPU';
}
