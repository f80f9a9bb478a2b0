// What a list shows of a saved run besides its name: its model, how it came to be, how good it is, and its
// curve in a few numbers.
import { thumbnailOf } from '../../training/inspect/thumbnail';
import { sizeOf } from '../../training/tensor';
import type { Checkpoint, CheckpointLayout } from '../../training/io/checkpoint';
import type { BaseRef } from '../../training/models/baseModel';
import type { FinetuningConfig } from '../../training/run/finetuningConfig';
import type { ModelConfig, RunConfig } from '../../training/run/config';
import type { EvalPoint } from '../protocol/run';

export interface RunFacts {
  readonly model: ModelConfig;
  readonly parameters: number | null;
  /** Rows of its table of tokens. */
  readonly vocabSize?: number | undefined;
  readonly objectives?: RunConfig['objectives'] | undefined;
  /** What it classifies into. */
  readonly labels?: readonly string[] | undefined;
  /** The model that it was fine-tuned from, and the teacher that it was distilled from. */
  readonly base?: BaseRef | undefined;
  readonly teacher?: BaseRef | undefined;
  readonly method?: FinetuningConfig['method'] | undefined;
  /** Nats per token. */
  readonly floor: number | null;
  /** Of its last held-out evaluation. */
  readonly accuracy: number | null;
  readonly curve: readonly number[];
}

export function runFacts(
  { config, layout }: Pick<Checkpoint, 'config' | 'layout'>,
  log: { floor: number | null; losses: ArrayLike<number>; lastEval: EvalPoint | undefined },
): RunFacts {
  return {
    model: config.model,
    parameters: layout ? parametersOf(layout) : null,
    vocabSize: layout?.rows,
    objectives: config.objectives,
    labels: layout?.classifier?.labels,
    base: config.base,
    teacher: config.teacher,
    method: config.tuning?.method,
    floor: log.floor,
    accuracy: log.lastEval?.accuracy ?? null,
    curve: thumbnailOf(log.losses),
  };
}

const parametersOf = ({ trained, frozen }: CheckpointLayout): number =>
  [...trained, ...frozen].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
