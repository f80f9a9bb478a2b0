// The small buffer that the CPU writes before each step; all that changes from step to step.
/** Positions of its 4-byte members. `step` counts from 1. */
export const STEP_LAYOUT = {
  /** f32. */
  learningRate: 0,
  /** u32, counted from 1. */
  step: 1,
  /** u32. */
  seed: 2,
  /** f32: gradients arrive multiplied by it; 1 where nothing is scaled. */
  lossScale: 3,
  /** f32: 1 - beta1^step, from the CPU because pow on a GPU is not accurate. */
  biasCorrection1: 4,
  /** f32: sqrt(1 - beta2^step). */
  biasCorrection2Sqrt: 5,
  /** f32: decay of the moving average of weights in this step. */
  emaDecay: 6,
} as const;

export const STEP_SIZE_BYTES = 32;

export interface StepValues {
  readonly learningRate: number;
  readonly step: number;
  readonly seed: number;
  readonly lossScale?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly emaDecay?: number;
}

/** The bytes of the step buffer. */
export function packStep(values: StepValues): ArrayBuffer {
  const { learningRate, step, seed, lossScale = 1, beta1 = 0, beta2 = 0, emaDecay = 0 } = values;
  const view = new DataView(new ArrayBuffer(STEP_SIZE_BYTES));
  const setFloat = (member: number, value: number) => view.setFloat32(member * 4, value, true);
  setFloat(STEP_LAYOUT.learningRate, learningRate);
  view.setUint32(STEP_LAYOUT.step * 4, step, true);
  view.setUint32(STEP_LAYOUT.seed * 4, seed, true);
  setFloat(STEP_LAYOUT.lossScale, lossScale);
  setFloat(STEP_LAYOUT.biasCorrection1, 1 - beta1 ** step);
  setFloat(STEP_LAYOUT.biasCorrection2Sqrt, Math.sqrt(1 - beta2 ** step));
  setFloat(STEP_LAYOUT.emaDecay, emaDecay);
  return view.buffer;
}
