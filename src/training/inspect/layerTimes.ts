// Which dispatches of a forward pass belong to which component of the model, and how long each takes.
// A dispatch belongs to the layer whose weights it reads; one that reads none goes with the one before.
import type { Dispatch } from '../../gpu/dispatch';
import { profileRanges, type ProfileMethod } from '../../gpu/profiler';
import type { ComputeContext, Program, Range } from '../../gpu/compute';
import { componentsOfParameters } from '../models/placement';
import type { ParameterSpec } from '../parameters';

export interface LayerRange {
  /** `writing`: what comes after the logits, the choice of the next token. */
  readonly kind: 'embedding' | 'block' | 'head' | 'writing';
  /** Number of a block, from 0. */
  readonly block: number;
  /** Dispatches [from, to). */
  readonly range: Range;
}

export type LayerTime = Omit<LayerRange, 'range'> & { readonly elapsedMs: number };

export interface LayerTimes {
  readonly method: ProfileMethod;
  /** In the order in which data flows. */
  readonly layers: readonly LayerTime[];
}

type Specs = readonly Pick<ParameterSpec, 'name'>[];

/** The program runs some times: what it writes is the caller's to put back. */
export async function measureLayers(
  context: ComputeContext,
  specs: Specs,
  program: Program,
): Promise<LayerTimes> {
  const ranges = layerRanges(specs, program.dispatches);
  const { method, elapsedMs } = await profileRanges(
    context,
    program,
    ranges.map(({ range }) => range),
  );
  const layers = ranges.map(({ kind, block }, i) => ({ kind, block, elapsedMs: elapsedMs[i]! }));
  return { method, layers };
}

/** Weights are identified by the labels of their buffers: the parameters' names, in whatever form they are. */
export function layerRanges(specs: Specs, dispatches: readonly Dispatch[]): LayerRange[] {
  const components = componentsOfParameters(specs);
  const componentOf = new Map(specs.map(({ name }, index) => [name, components[index]!]));
  const head = Math.max(1, ...components);
  let component = 0;
  const own = dispatches.map((dispatch) => {
    // Behind the logits nothing belongs to a layer; a head may be the embedding's table again.
    if (component <= head) component = Math.max(component, ...partsRead(dispatch, componentOf));
    const isHead = component <= head && writesLogits(dispatch);
    const at = isHead ? head : component;
    if (isHead) component = head + 1;
    return at;
  });
  return own.flatMap((at, from) => {
    if (at === own[from - 1]) return [];
    const next = own.findIndex((other, index) => index > from && other !== at);
    const range: Range = [from, next < 0 ? own.length : next];
    return [{ kind: kindOf(at, head), block: at > 0 && at < head ? at - 1 : 0, range }];
  });
}

const partsRead = ({ bindings }: Dispatch, componentOf: ReadonlyMap<string, number>): number[] =>
  bindings.flatMap(({ view, access }) =>
    access === 'read' && view.buffer.kind === 'weights'
      ? (componentOf.get(view.buffer.label) ?? [])
      : [],
  );

const writesLogits = ({ bindings }: Dispatch): boolean =>
  bindings.some(({ view, access }) => access !== 'read' && view.buffer.kind === 'logits');

function kindOf(component: number, head: number): LayerRange['kind'] {
  if (component === 0) return 'embedding';
  if (component > head) return 'writing';
  return component < head ? 'block' : 'head';
}
