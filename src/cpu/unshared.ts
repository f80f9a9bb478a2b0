// The kernels' module declares the memory that it imports as shared. One thread needs no shared memory,
// and some pages and engines have none: this gives the module for a memory of its own.

/** `env` `memory` as the binary format has it: names with their lengths, the kind, the limits' flags. */
const IMPORT = [3, ...bytesOf('env'), 6, ...bytesOf('memory'), 2];
const HAS_MAXIMUM = 1;
const SHARED = 2;

export function unshared(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const found = module.findIndex((_byte, at) => IMPORT.every((byte, i) => module[at + i] === byte));
  const flags = found + IMPORT.length;
  if (found < 0 || module[flags] !== (HAS_MAXIMUM | SHARED)) {
    throw new TypeError('The module imports no shared memory.');
  }
  return module.with(flags, HAS_MAXIMUM);
}

function bytesOf(name: string): number[] {
  return Array.from(name, (char) => char.charCodeAt(0));
}
