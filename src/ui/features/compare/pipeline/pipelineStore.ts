// The pipeline that the user puts together: stages in their order, each with its settings.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../../host/lab/labError';
import type { LabErrorData } from '../../../../host/protocol/error';
import { checkVariants, isPacked, pipelineVariants } from '../../../../host/studies/compress/spec';
import type { Stage, StageKind } from '../../../../host/protocol/variant';

export type PipelineStore = StoreApi<{ readonly stages: readonly Stage[] }>;

export const MOST_STAGES = 8;
const STEPS = 100;

/** What a stage is when it is added. */
export const NEW_STAGES: { readonly [Kind in StageKind]: Stage & { readonly kind: Kind } } = {
  prune: { kind: 'prune', how: 'each', amount: 0.2, schedule: 'once', steps: STEPS },
  low_rank: { kind: 'low_rank', by: 'weights', amount: 0.5 },
  heads: { kind: 'heads', share: 0.5 },
  layers: { kind: 'layers', share: 0.5 },
  share_layers: { kind: 'share_layers', groups: 1 },
  recover: { kind: 'recover', steps: STEPS, rate: 0.5 },
  distill: { kind: 'distill', steps: STEPS, rate: 0.5 },
  f16: { kind: 'f16' },
  int8: { kind: 'int8', activations: 'float', scales: 'channel', embeddings: false },
  int4: { kind: 'int4', group: 32, asymmetric: false },
};

/** Factors first: their zeros would not outlive them. Integers last: nothing can follow them. */
const USUAL = (['low_rank', 'prune', 'distill', 'int8'] as const).map((kind) => NEW_STAGES[kind]);

export const createPipelineStore = (): PipelineStore =>
  createStore(() => ({ stages: USUAL as readonly Stage[] }));

export const changeStages = (
  pipeline: PipelineStore,
  change: (stages: readonly Stage[]) => readonly Stage[],
): void => pipeline.setState(({ stages }) => ({ stages: change(stages) }));

/** At the end, but in front of integers. */
export function withStage(stages: readonly Stage[], stage: Stage): readonly Stage[] {
  const last = stages.at(-1);
  const at = last && isPacked(last) ? stages.length - 1 : stages.length;
  return stages.toSpliced(at, 0, stage);
}

export function moved(stages: readonly Stage[], from: number, to: number): readonly Stage[] {
  const others = stages.toSpliced(from, 1);
  return others.toSpliced(to, 0, stages[from]!);
}

/** Why these stages cannot follow one another; null where they can. */
export function obstacleOf(stages: readonly Stage[]): LabErrorData | null {
  try {
    checkVariants(pipelineVariants(stages));
    return null;
  } catch (thrown) {
    return toErrorData(thrown);
  }
}
