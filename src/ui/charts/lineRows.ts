// What the curves of a chart have at each x, and what is said of it at the pointer.
import type { ChartLine } from './lines';
import type { Named } from './look';

export interface LineAxis {
  readonly format: (value: number) => string;
  readonly name?: string;
  /** Ends of the axis; around the values where left out. */
  readonly domain?: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly isLog?: boolean;
  /** Counts something: no tick between two whole numbers. */
  readonly isWhole?: boolean;
  readonly width?: number;
}

/** Values at one x: of a curve one, of a band its two ends. */
export interface LineRow {
  readonly x: number;
  readonly values: Readonly<Record<string, number | readonly [low: number, high: number]>>;
}

export const bandKey = (id: string): string => `${id} band`;

/** All curves' values at one x together, by the curves' ids. */
export function rowsOf(lines: readonly ChartLine[]): LineRow[] {
  const rows = new Map<number, Record<string, number | readonly [number, number]>>();
  const at = (x: number) => {
    const values = rows.get(x) ?? {};
    rows.set(x, values);
    return values;
  };
  for (const { id, points, band = [] } of lines) {
    for (const { x, y } of points) at(x)[id] = y;
    for (const { x, low, high } of band) at(x)[bandKey(id)] = [low, high];
  }
  return [...rows].map(([x, values]) => ({ x, values })).sort((a, b) => a.x - b.x);
}

interface Shown {
  readonly title: string;
  readonly entries: readonly (Named & { readonly value: string })[];
}

/** Null where no curve that is named there has a value: a box with a title alone says nothing. */
export function shownAt(
  rows: readonly LineRow[],
  at: number,
  look: {
    readonly lines: readonly ChartLine[];
    readonly x: LineAxis;
    readonly y: LineAxis;
    readonly right?: LineAxis | undefined;
  },
): Shown | null {
  const { lines, x, y, right } = look;
  const values = rows.find((one) => one.x === at)?.values ?? {};
  const entries = lines.flatMap(({ id, isQuiet, axis, ...line }) => {
    const value = values[id];
    if (value === undefined || isQuiet) return [];
    const { format } = (axis === 'right' && right) || y;
    const range = values[bandKey(id)];
    const words = [value].flat().map(format).join('');
    return [
      { ...line, value: range ? `${words} (${[range].flat().map(format).join(' – ')})` : words },
    ];
  });
  return entries.length === 0 ? null : { title: `${x.name ?? ''} ${x.format(at)}`, entries };
}
