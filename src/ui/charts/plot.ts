// Where things stand in a small picture with two axes; lengths are those of its view box.

export interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const BOX: Box = { width: 760, height: 300, left: 56, right: 60, top: 16, bottom: 42 };

type Range = readonly [from: number, to: number];
export const across = ({ left, width, right }: Box): Range => [left, width - right];
export const upward = ({ height, bottom, top }: Box): Range => [height - bottom, top];

export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

export const scale = (low: number, high: number, [from, to]: Range, parts: number): Scale => ({
  at: (value) => from + ((value - low) / (high - low || 1)) * (to - from),
  ticks: Array.from({ length: parts + 1 }, (_, i) => low + ((high - low) * i) / parts),
});

/** From 0 to so many steps: ticks are whole numbers, each once. */
export function stepScale(steps: number, range: Range, parts = 4): Scale {
  const end = Math.max(1, steps);
  const ticks = Array.from({ length: parts + 1 }, (_, i) => Math.round((end * i) / parts));
  return { ...scale(0, end, range, parts), ticks: [...new Set(ticks)] };
}

const TICKS = 5;
const AIR = 0.06;

/** Round steps over the values, with some air; never below 0 where no value is. */
export function roundScale(values: readonly number[], range: Range): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || Math.abs(most) || 1;
  const rough = (span * 1.2) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const low = Math.floor((least - span * AIR) / step) * step;
  const start = least >= 0 ? Math.max(0, low) : low;
  const end = Math.ceil((most + span * AIR) / step) * step;
  return scale(start, end, range, Math.round((end - start) / step));
}

export const pathOf = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
