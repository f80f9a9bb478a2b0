import type { WeightMap } from '../../../../training/inspect/weightMap';
import type { ChartColors } from '../../../charts/chartColors';

/** The color is full at so many standard deviations. */
export const SCALE_STDS = 3;

/** One pixel a cell: from the paper to one color for what is positive, to another for what is negative. */
export function paint(
  canvas: HTMLCanvasElement,
  { values, rows, columns, std }: WeightMap,
  colors: ChartColors,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const [paper, positive, negative] = [colors.paper, colors.train, colors.held].map(rgbOf);
  const image = context.createImageData(columns, rows);
  const full = SCALE_STDS * std || 1;
  values.forEach((value, cell) => {
    const end = (value < 0 ? negative : positive)!;
    const share = Math.min(1, Math.abs(value) / full);
    image.data.set(
      paper!.map((from, channel) => from + share * (end[channel]! - from)),
      4 * cell,
    );
    image.data[4 * cell + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

/** Of `#rrggbb`, as all colors of the theme are written. */
const rgbOf = (color: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
