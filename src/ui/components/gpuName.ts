import type { AdapterFacts } from '../../host/protocol';

/** What a person calls this GPU, from the little that browsers tell. */
export function gpuName({ vendor, architecture, device, description }: AdapterFacts): string {
  const said = description || device;
  if (said) return said.replace(/\s*\((?:TM|R)\)/gi, '').replace(/\s*\(LLVM.*$/, '');
  const words = [vendor, architecture].filter((word) => word !== '');
  const name = words.join(' ');
  return name === '' ? 'WebGPU' : name.charAt(0).toUpperCase() + name.slice(1);
}
