// Drivers of the CPU engine by name: `cpu`, or `cpu:N` for N threads.

/** Null where another device is named; undefined threads are all there are. */
export function cpuDriver(name: string): { threads: number | undefined } | null {
  const found = /^cpu(?::(\d+))?$/.exec(name);
  return found && { threads: found[1] === undefined ? undefined : Number(found[1]) };
}
