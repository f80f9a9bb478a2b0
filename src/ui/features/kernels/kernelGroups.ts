import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { KernelRow } from '../../../host/protocol/run';

/** A dispatch, or those of one shader. */
export interface KernelGroup extends KernelRow {
  /** Place in the step; of a group, that of its first. */
  index: number;
  calls?: number;
}

export const withIndex = (rows: readonly KernelRow[]): KernelGroup[] =>
  rows.map((row, index) => ({ ...row, index }));

/** The rows of a step by shader, heaviest first. */
export function groupByShader(rows: readonly KernelGroup[]): KernelGroup[] {
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

/** In words: the layer that a dispatch belongs to, and what it computes there. */
export function useRole() {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      layer: ({ layer, block }: KernelRow): string =>
        layer === 'run' ? t('kernels.wholeModel') : t(`picture.${layer}`, { n: block + 1 }),
      role: ({ pass }: KernelRow): string => t(`kernels.pass.${pass}`),
    }),
    [t],
  );
}
