// Tensor lifetimes → few buffers. Pure: no device. Buffers that live at the same dispatch never
// share memory, so a dispatch's inputs and outputs always lie in different buffers (fact 1).
// Greedy by size for shared objects: Pisarchyk & Lee 2020, "Efficient Memory Management for DNNs".
import type { Dispatch, MemoryKind, VirtualBuffer } from './dispatch';

/** What a buffer takes on the device; the one rule that plan and allocation share. */
export const allocatedBytes = (sizeBytes: number): number =>
  Math.max(16, Math.ceil(sizeBytes / 4) * 4);

/** The GPU buffers that a buffer's memory is in, one after another: bytes [from, to). */
export function banksOf({
  sizeBytes,
  cutsBytes = [],
}: VirtualBuffer): { from: number; to: number }[] {
  const ends = [...cutsBytes, sizeBytes];
  return ends.map((to, index) => ({ from: ends[index - 1] ?? 0, to }));
}

export interface Slot {
  readonly sizeBytes: number;
  /** The kind of its largest tenant. */
  readonly kind: MemoryKind;
  readonly label: string;
}

export interface MemoryPlan {
  readonly slots: readonly Slot[];
  /** Temporary buffer → index of its slot. */
  readonly slotOf: ReadonlyMap<VirtualBuffer, number>;
  readonly persistent: ReadonlySet<VirtualBuffer>;
  /** Bytes of everything temporary, had nothing been shared. */
  readonly unsharedBytes: number;
  /** Bytes of the slots. */
  readonly temporaryBytes: number;
  readonly persistentBytes: number;
}

/** Tables that a program has brought with it: no other program knows them. */
export const ownTables = ({ persistent }: MemoryPlan): VirtualBuffer[] =>
  [...persistent].filter(({ contents }) => contents !== undefined);

/** First and last dispatch that touches the buffer, both inclusive. */
export interface Lifetime {
  first: number;
  last: number;
}

export function lifetimes(
  dispatches: readonly Pick<Dispatch, 'bindings'>[],
): Map<VirtualBuffer, Lifetime> {
  const spans = new Map<VirtualBuffer, Lifetime>();
  dispatches.forEach(({ bindings }, index) => {
    for (const { view } of bindings) {
      const span = spans.get(view.buffer);
      if (span) span.last = index;
      else spans.set(view.buffer, { first: index, last: index });
    }
  });
  return spans;
}

export function planMemory(dispatches: readonly Pick<Dispatch, 'bindings'>[]): MemoryPlan {
  const spans = lifetimes(dispatches);
  const persistent = new Set<VirtualBuffer>();
  const temporary: VirtualBuffer[] = [];
  for (const buffer of spans.keys()) {
    if (buffer.persistent) persistent.add(buffer);
    else temporary.push(buffer);
  }
  // Largest first; ties in order of first use, so that one graph always gives one plan.
  temporary.sort((a, b) => b.sizeBytes - a.sizeBytes || spans.get(a)!.first - spans.get(b)!.first);
  const slots: (Slot & { tenants: Lifetime[] })[] = [];
  const slotOf = new Map<VirtualBuffer, number>();
  for (const buffer of temporary) {
    const span = spans.get(buffer)!;
    let index = slots.findLastIndex((slot) => slot.tenants.every((other) => !overlap(span, other)));
    if (index < 0) {
      const { sizeBytes, kind, label } = buffer;
      index = slots.push({ sizeBytes, kind, label, tenants: [] }) - 1;
    }
    slots[index]!.tenants.push(span);
    slotOf.set(buffer, index);
  }
  const sum = (items: Iterable<{ sizeBytes: number }>): number => {
    let total = 0;
    for (const { sizeBytes } of items) total += allocatedBytes(sizeBytes);
    return total;
  };
  return {
    slots: slots.map(({ sizeBytes, kind, label }) => ({ sizeBytes, kind, label })),
    slotOf,
    persistent,
    unsharedBytes: sum(temporary),
    temporaryBytes: sum(slots),
    persistentBytes: sum(persistent),
  };
}

const overlap = (a: Lifetime, b: Lifetime): boolean => a.first <= b.last && b.first <= a.last;

/** Bytes by kind of a set of programs whose temporaries are allocated separately. */
export function bytesByKind(plans: readonly MemoryPlan[]): Map<MemoryKind, number> {
  const bytes = new Map<MemoryKind, number>();
  const add = (kind: MemoryKind, size: number): void =>
    void bytes.set(kind, (bytes.get(kind) ?? 0) + allocatedBytes(size));
  const seen = new Set<VirtualBuffer>();
  for (const plan of plans) {
    for (const slot of plan.slots) add(slot.kind, slot.sizeBytes);
    for (const buffer of plan.persistent) {
      if (seen.has(buffer)) continue;
      seen.add(buffer);
      add(buffer.kind, buffer.sizeBytes);
    }
  }
  return bytes;
}
