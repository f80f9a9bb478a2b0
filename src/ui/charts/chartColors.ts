/** Custom properties of the colors of single curves, in order. */
export const CURVE_TOKENS = [
  '--mem-optimizer',
  '--mem-logits',
  '--mem-gradients',
  '--mem-data',
  '--mem-workspace',
] as const;

/** A canvas cannot use custom properties: they are read when a chart is made, and again with a theme. */
export interface ChartColors {
  train: string;
  trainFaint: string;
  /** Of a loss, from nothing learned to all. */
  progress: readonly string[];
  held: string;
  floor: string;
  ink2: string;
  ink3: string;
  paper: string;
  previous: string;
  /** Of single objectives and corpora. */
  curves: readonly string[];
  grid: string;
  fine: string;
  sans: string;
  /** How much larger letters are than usual, in presentation mode. */
  enlarged: number;
}

/** The size of ticks on the page: --text-tick. */
const TICK_PX = 12;

/** `ratio`: of the canvas's pixels to those of the page. */
export const canvasFont = (
  { enlarged, sans }: Pick<ChartColors, 'enlarged' | 'sans'>,
  ratio = 1,
): string => `${TICK_PX * enlarged * ratio}px ${sans}`;

export function readColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    train: token('--signal'),
    trainFaint: `${token('--signal')}4d`,
    progress: ['--progress-hot', '--progress-mid', '--progress-cool'].map(token),
    held: token('--held'),
    floor: token('--floor'),
    ink2: token('--ink-2'),
    ink3: token('--ink-3'),
    paper: token('--paper'),
    previous: token('--line-strong'),
    curves: CURVE_TOKENS.map(token),
    grid: token('--grid'),
    fine: token('--grid-fine'),
    sans: token('--sans'),
    enlarged: Number(token('--enlarged')),
  };
}
