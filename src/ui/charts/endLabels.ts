// Names at the ends of curves: which curve is which is read where it ends, not looked up in a legend.

/**
 * Places on a line, as near as can be to the wanted ones (least squares), `gap` apart and within `low`
 * and `high`; where they are too many, the gap shrinks.
 */
export function apart(
  wanted: readonly number[],
  { gap, low, high }: { readonly gap: number; readonly low: number; readonly high: number },
): number[] {
  const step = Math.min(gap, (high - low) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_at, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  // Without the gaps the positions only have to ascend: groups that would cross share their mean.
  const groups: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    let group = { sum: wanted[index]! - rank * step, count: 1 };
    while (groups.length > 0 && meanOf(groups.at(-1)!) > meanOf(group)) {
      const before = groups.pop()!;
      group = { sum: before.sum + group.sum, count: before.count + group.count };
    }
    groups.push(group);
  });
  const last = high - (wanted.length - 1) * step;
  const positions = groups.flatMap((group) =>
    Array.from({ length: group.count }, () => Math.max(low, Math.min(last, meanOf(group)))),
  );
  const result: number[] = [];
  order.forEach((index, rank) => (result[index] = positions[rank]! + rank * step));
  return result;
}

const meanOf = ({ sum, count }: { sum: number; count: number }): number => sum / count;

/** As much of a name as has room. */
export function shortened(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  let end = name.length - 1;
  while (end > 1 && !fits(`${name.slice(0, end)}…`)) end--;
  return `${name.slice(0, end).trimEnd()}…`;
}
