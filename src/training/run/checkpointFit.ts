// Does a kept state belong to the run that its config makes? Arenas are flat: read with other shapes they
// would be another model without a word.
import { BenchtopError } from '../../gpu/errors';
import type { Checkpoint, CheckpointLayout, CheckpointTensor } from '../io/checkpoint';
import type { Model } from '../models/interfaces';
import type { ClassifierFacts } from '../nn/classifier';
import type { ParameterSet } from '../parameters';
import type { TrainingState } from './state';

type State = Pick<
  TrainingState<Model>,
  'model' | 'parameters' | 'frozen' | 'optimizer' | 'average'
>;
type Saved = Pick<Checkpoint, 'arenas' | 'frozen' | 'layout'>;

const tensorsOf = (set: ParameterSet | undefined): CheckpointTensor[] =>
  (set?.list ?? []).map(({ name, shape }) => ({ name, shape: [...shape] }));

export const layoutOf = (
  { model, parameters, frozen }: Pick<State, 'model' | 'parameters' | 'frozen'>,
  classifier?: ClassifierFacts,
  baseName?: string,
  moreLabels?: CheckpointLayout['moreLabels'],
): CheckpointLayout => ({
  rows: model.vocabSize,
  trained: tensorsOf(parameters),
  frozen: tensorsOf(frozen),
  ...(classifier && { classifier: { labels: classifier.labels, pooling: classifier.pooling } }),
  ...(baseName !== undefined && { baseName }),
  ...(moreLabels && { moreLabels }),
});

/**
 * `kept` can be read as `state`.
 * @throws BenchtopError checkpoint_shapes | checkpoint_unclear
 */
export function checkFits(saved: Saved, state: State): void {
  const { parameters, frozen, optimizer, average } = state;
  const { layout, arenas } = saved;
  if (layout) {
    compareTensors(layout.trained, tensorsOf(parameters));
    compareTensors(layout.frozen, tensorsOf(frozen));
  } else checkPlain(arenas[0], parameters);
  const views = [parameters.weights, ...optimizer.state, ...(average ? [average] : [])];
  if (arenas.length > 1 && arenas.length !== views.length) {
    throw otherShapes('arenas', arenas.length, views.length);
  }
  for (const [index, { length }] of arenas.entries()) {
    const expected = views[index]!.sizeBytes / 4;
    if (length !== expected) throw otherShapes(`arena ${index}`, length, expected);
  }
  const expected = frozen?.sizeElements ?? 0;
  const got = saved.frozen?.length ?? 0;
  if (got !== expected) throw otherShapes('frozen', got, expected);
}

function compareTensors(
  saved: readonly CheckpointTensor[],
  own: readonly CheckpointTensor[],
): void {
  for (let index = 0; index < Math.max(saved.length, own.length); index++) {
    const [a, b] = [saved[index], own[index]];
    if (a && b && a.name === b.name && a.shape.join() === b.shape.join()) continue;
    const shown = (one: CheckpointTensor | undefined): string =>
      one ? `${one.name} [${one.shape.join(', ')}]` : 'nothing';
    throw otherShapes(`tensor ${index}`, shown(a), shown(b));
  }
}

/** Files of the first format name no shapes: a table of other rows shows in its length or its padding. */
function checkPlain(arena: Float32Array | undefined, { list, sizeElements }: ParameterSet): void {
  const got = arena?.length ?? 0;
  let isClear = got === sizeElements;
  const ends = list.map(({ offset, sizeElements: size }) => [offset, offset + size] as const);
  let from = 0;
  for (const [begin, end] of [...ends.toSorted(([a], [b]) => a - b), [sizeElements, 0] as const]) {
    isClear &&= !arena?.subarray(from, begin).some((value) => value !== 0);
    from = end;
  }
  if (isClear) return;
  const fields = { got, expected: sizeElements };
  const message = `This run was saved without the sizes of its model: it has ${got} values, ${sizeElements} are expected. Start it again.`;
  throw new BenchtopError('checkpoint_unclear', message, fields);
}

function otherShapes(what: string, got: string | number, expected: string | number) {
  const message = `The saved run does not fit its settings: ${what} is ${got}, ${expected} is expected.`;
  return new BenchtopError('checkpoint_shapes', message, { what, got, expected });
}
