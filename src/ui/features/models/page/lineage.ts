// What a model came from and what became of it, step by step. Pure.
import { baseKey } from '../../../../training/models/baseModel';
import { isSameModel } from '../../../stores/models/address';
import type { ModelRecord, Parent } from '../../../stores/models/record';
import { findModel } from '../../../stores/models/useModels';

/** A step from one model to the next. */
export interface Edge {
  readonly key: string;
  readonly how: Parent['how'];
  /** At the other end, seen from the model at hand; undefined where it was deleted. */
  readonly other: ModelRecord | undefined;
  readonly name: string | null;
  readonly from: ModelRecord | undefined;
  readonly to: ModelRecord;
}

/** Deeper than this is a ring, or nothing that fits above a page. */
const MOST_ANCESTORS = 4;

/** The oldest first. */
export function ancestorsOf(model: ModelRecord, models: readonly ModelRecord[]): Edge[] {
  const edges: Edge[] = [];
  for (let to: ModelRecord | undefined = model; to?.parent && edges.length < MOST_ANCESTORS;) {
    const { base, name, how } = to.parent;
    const from = findModel(models, base);
    edges.unshift({ key: baseKey(base), how, other: from, name, from, to });
    to = from;
  }
  return edges;
}

/** Both losses are known and of one text: a difference says something. */
export const haveSameText = (a: ModelRecord, b: ModelRecord): boolean =>
  a.loss !== null &&
  b.loss !== null &&
  a.data !== undefined &&
  JSON.stringify(a.data) === JSON.stringify(b.data);

export const childrenOf = (model: ModelRecord, models: readonly ModelRecord[]): Edge[] =>
  models.flatMap((to) =>
    to.parent && isSameModel(to.parent.base, model.base)
      ? [{ key: to.key, how: to.parent.how, other: to, name: to.name, from: model, to }]
      : [],
  );
