// Where on the page a model is: /models/<kind>:<id>/<tab>.
import { baseKey, type BaseRef } from '../../../training/models/baseModel';

export const MODEL_TABS = [
  'write',
  'inspect',
  'train',
  'compress',
  'compare',
  'export',
  'card',
] as const;
export type ModelTab = (typeof MODEL_TABS)[number];

export const idOf = (base: BaseRef): string => (base.kind === 'run' ? base.runId : base.id);

export const modelAddress = (base: BaseRef, tab?: ModelTab): string =>
  `/models/${baseKey(base)}${tab === undefined ? '' : `/${tab}`}`;

/** Null where it names no model. */
export function baseOfKey(key: string): BaseRef | null {
  const [kind, ...rest] = key.split(':');
  const id = rest.join(':');
  if (id === '') return null;
  if (kind === 'run') return { kind, runId: id };
  return kind === 'kept' || kind === 'loaded' || kind === 'ready' ? { kind, id } : null;
}

/** A run in progress and what was saved of it are one model. */
export const isSameModel = (a: BaseRef, b: BaseRef): boolean =>
  idOf(a) === idOf(b) && placeOf(a) === placeOf(b);

const placeOf = ({ kind }: BaseRef): BaseRef['kind'] => (kind === 'run' ? 'kept' : kind);
