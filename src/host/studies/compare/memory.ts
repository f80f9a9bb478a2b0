// What a variant takes of its device's memory, from the ledger of allocations.
import type { ComputeContext } from '../../../gpu/compute';
import type { MemoryKind } from '../../../gpu/dispatch';
import type { CostFigures } from '../../protocol/compare';

type Ledger = ReadonlyMap<MemoryKind, number>;

export const ledgerOf = ({ buffers }: ComputeContext): Ledger => new Map(buffers.bytes);

/** `otherBytes`: of weights that are not compressed. */
export function memorySince(
  before: Ledger,
  { buffers }: ComputeContext,
  otherBytes: number,
): Pick<CostFigures, 'memory' | 'memoryBytes' | 'weightBytes' | 'layerBytes'> {
  const memory: Partial<Record<MemoryKind, number>> = {};
  for (const [kind, bytes] of buffers.bytes) {
    const own = bytes - (before.get(kind) ?? 0);
    if (own > 0) memory[kind] = own;
  }
  const weightBytes = memory.weights ?? 0;
  return {
    memory,
    memoryBytes: Object.values(memory).reduce((sum, bytes) => sum + bytes, 0),
    weightBytes,
    layerBytes: weightBytes - otherBytes,
  };
}
