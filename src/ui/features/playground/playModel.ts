// What a playground must know of the model that it is about.
import type { LoadedModel } from '../../../host/protocol/models';
import type { BaseRef } from '../../../training/models/baseModel';
import { isEncoderDecoderFamily } from '../../../training/models/families';
import type { Mode } from './playgroundStore';

/** The model at a step of its training. */
export interface PlayCheckpoint {
  readonly step: number;
  readonly base: BaseRef;
}

export type PlayModel = Pick<
  LoadedModel,
  'name' | 'config' | 'writes' | 'labels' | 'mask' | 'assumedStart' | 'language' | 'provenance'
> & {
  readonly base: BaseRef;
  /** Suited to it; where left out, by what it is. */
  readonly prompts?: readonly string[] | undefined;
  /** Rising steps. */
  readonly checkpoints?: readonly PlayCheckpoint[] | undefined;
};

/** It reads a prompt and writes another text. */
export const readsSource = ({ config }: Pick<PlayModel, 'config'>): boolean =>
  isEncoderDecoderFamily(config.family);

/** What can be done with it; first what it was made for. */
export function modesOf(model: PlayModel): Mode[] {
  const { labels, mask, writes } = model;
  return [
    ...(labels ? (['classify'] as const) : []),
    ...(mask === undefined ? [] : (['fill'] as const)),
    ...(writes ? (['write'] as const) : []),
    ...(writes && !readsSource(model) ? (['chat'] as const) : []),
    ...(readsSource(model) ? [] : (['nearest'] as const)),
  ];
}
