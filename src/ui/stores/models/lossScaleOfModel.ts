import { lossScaleOf, type LossScale } from '../../kit/meters/lossScale';
import type { ModelRecord } from './record';

/** What the color of a model's loss is of; null where it has none, or what it chooses among is not known. */
export function lossScaleOfModel({
  choices,
  floor,
  loss,
}: Pick<ModelRecord, 'choices' | 'floor' | 'loss'>): LossScale | null {
  return choices === null || loss === null ? null : lossScaleOf(choices, { floor, least: loss });
}
