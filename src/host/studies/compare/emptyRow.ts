// What a comparison reports before anything is measured, and what follows from its plan and its layers alone.
import type { SpeedPlan } from '../../../training/evaluate/speed';
import type { LayerFigures, VariantRow } from '../../protocol/compare';

export const methodOfPlan = ({ prompt, singles, burst }: SpeedPlan) => ({
  promptTokens: prompt.length,
  singleTokens: singles,
  burstTokens: burst,
});

/** Of models that write nothing here. */
export const NOTHING_WRITTEN = {
  bytesPerToken: 0,
  promptTokens: 0,
  singleTokens: 0,
  burstTokens: 0,
  texts: [],
  prompt: '',
  temperature: 0,
  evalTasks: [],
} as const;

export const EMPTY_ROW: Omit<VariantRow, 'id'> = {
  stages: [],
  device: 'gpu',
  honesty: 'executed',
  model: null,
  recoverySteps: 0,
  hasReadText: false,
  quality: null,
  bytes: null,
  task: null,
  cost: null,
  speed: null,
  rates: null,
  batches: [],
  loadMs: null,
  roofline: null,
  joules: null,
  gpuStepMs: null,
  layers: null,
  evalTasks: [],
  text: null,
  positions: [],
  error: null,
};

export const gpuStepMsOf = ({ decode: { method, layers } }: LayerFigures): number | null =>
  method === 'timestamps' ? layers.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) : null;
