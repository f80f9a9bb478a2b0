import type { KernelRow } from '../../../host/protocol/run';

export interface KernelGroup extends KernelRow {
  calls?: number;
}

/** The rows of a step by shader, heaviest first. */
export function groupByShader(rows: readonly KernelRow[]): KernelGroup[] {
  const groups = new Map<string, KernelGroup>();
  for (const row of rows) {
    const group = groups.get(row.shader);
    if (!group) groups.set(row.shader, { ...row, label: row.shader, calls: 1 });
    else
      groups.set(row.shader, {
        ...group,
        flops: group.flops + row.flops,
        bytes: group.bytes + row.bytes,
        calls: (group.calls ?? 0) + 1,
        elapsedMs:
          group.elapsedMs === null || row.elapsedMs === null
            ? null
            : group.elapsedMs + row.elapsedMs,
      });
  }
  return [...groups.values()].sort(
    (a, b) => (b.elapsedMs ?? 0) - (a.elapsedMs ?? 0) || b.flops - a.flops || b.bytes - a.bytes,
  );
}
