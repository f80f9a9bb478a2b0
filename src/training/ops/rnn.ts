// Recurrent layers over whole sequences, with torch.nn's weights and gate order: RNN with tanh
// or relu (Elman 1990), LSTM (Hochreiter & Schmidhuber 1997; i, f, g, o), GRU (Cho et al. 2014; r, z, n).
// Built from other ops, one step after another: what flows in at every place is one product.
import { ShapeError } from '../../gpu/errors';
import { describeShape, namesOf, sameShape, type Tensor } from '../tensor';
import { activation } from './activation';
import { add, mul, sub } from './binary';
import { split, stack } from './layout/concat';
import { linear } from './matmul';
import { permute } from './layout/permute';
import { reshape } from './layout/reshape';

export type RnnKind = 'rnn_tanh' | 'rnn_relu' | 'lstm' | 'gru';

/** G gates: 1, 4 or 3 by kind. */
export interface RnnLayer {
  /** [G·H, I], I = H from the second layer on. */
  readonly weightIh: Tensor;
  /** [G·H, H] */
  readonly weightHh: Tensor;
  /** [G·H] */
  readonly biasIh?: Tensor | undefined;
  readonly biasHh?: Tensor | undefined;
}

export interface RnnResult {
  /** [B, T, H], of the last layer. */
  readonly y: Tensor;
  /** [layers, B, H] */
  readonly hN: Tensor;
  /** [layers, B, H], of an LSTM. */
  readonly cN?: Tensor;
}

/** Blocks of rows in a weight. */
export const GATES: Readonly<Record<RnnKind, number>> = {
  rnn_tanh: 1,
  rnn_relu: 1,
  lstm: 4,
  gru: 3,
};

interface State {
  readonly h: Tensor;
  readonly c?: Tensor | undefined;
}

/** One step: gates from the input [B, G·H], gates from the state [B, G·H], both with their bias. */
function step(kind: RnnKind, fromInput: Tensor, fromState: Tensor, { h, c }: State): State {
  const width = h.shape[1]!;
  const cut = (gates: Tensor): readonly Tensor[] =>
    split(gates, 1, Array<number>(GATES[kind]).fill(width));
  if (kind === 'rnn_tanh' || kind === 'rnn_relu') {
    const nonlinearity = kind === 'rnn_tanh' ? 'tanh' : 'relu';
    return { h: activation(add(fromInput, fromState), nonlinearity) };
  }
  if (kind === 'lstm') {
    const [i, f, g, o] = cut(add(fromInput, fromState)) as [Tensor, Tensor, Tensor, Tensor];
    const remembered = mul(activation(f, 'sigmoid'), c!);
    const cell = add(remembered, mul(activation(i, 'sigmoid'), activation(g, 'tanh')));
    return { h: mul(activation(o, 'sigmoid'), activation(cell, 'tanh')), c: cell };
  }
  const [rx, zx, nx] = cut(fromInput) as [Tensor, Tensor, Tensor];
  const [rh, zh, nh] = cut(fromState) as [Tensor, Tensor, Tensor];
  const r = activation(add(rx, rh), 'sigmoid');
  const z = activation(add(zx, zh), 'sigmoid');
  const n = activation(add(nx, mul(r, nh)), 'tanh');
  // (1 - z) n + z h
  return { h: add(n, mul(z, sub(h, n))) };
}

/** x time-major [T, B, I] → [T, B, H] and the last state. */
function layerOver(kind: RnnKind, x: Tensor, layer: RnnLayer, first: State): [Tensor, State] {
  const { weightIh, weightHh, biasIh, biasHh } = layer;
  const [length, batch] = x.shape as [number, number, number];
  const gates = linear(x, weightIh, biasIh);
  const steps = split(gates, 0, Array<number>(length).fill(1));
  let state = first;
  const outputs = steps.map((gate) => {
    const fromInput = reshape(gate, [batch, weightIh.shape[0]!]);
    state = step(kind, fromInput, linear(state.h, weightHh, biasHh), state);
    return state.h;
  });
  return [stack(outputs), state];
}

function check(kind: RnnKind, x: Tensor, layers: readonly RnnLayer[], states: Tensor[]): void {
  if (x.shape.length !== 3)
    throw new ShapeError({
      op: kind,
      node: namesOf(x),
      expected: 'x [B, T, I]',
      got: describeShape(x.shape),
      remedy: 'Add the dimension that is missing with reshape, batch first.',
    });
  const width = layers[0]?.weightHh.shape[1] ?? 0;
  const wanted = [layers.length, x.shape[0]!, width];
  for (const state of states) {
    if (!sameShape(state.shape, wanted)) {
      throw new ShapeError({
        op: kind,
        node: namesOf(x, state),
        expected: `a first state ${describeShape(wanted)}`,
        got: describeShape(state.shape),
        remedy: 'Give one state [B, H] a layer, stacked along the first dimension.',
      });
    }
  }
  layers.forEach(({ weightIh, weightHh }, index) => {
    const rows = GATES[kind] * width;
    const from = index === 0 ? x.shape[2]! : width;
    if (!sameShape(weightIh.shape, [rows, from]) || !sameShape(weightHh.shape, [rows, width])) {
      throw new ShapeError({
        op: kind,
        node: namesOf(x, weightIh, weightHh),
        expected: `weights [${rows}, ${from}] and [${rows}, ${width}] in layer ${index}`,
        got: `${describeShape(weightIh.shape)} and ${describeShape(weightHh.shape)}`,
        remedy: `Stack the ${GATES[kind]} gates along the first dimension, as torch.nn does.`,
      });
    }
  });
}

/** x [B, T, I], h0 and (LSTM) c0 [layers, B, H]. */
export function rnn(
  kind: RnnKind,
  x: Tensor,
  layers: readonly RnnLayer[],
  h0: Tensor,
  c0?: Tensor,
): RnnResult {
  if ((kind === 'lstm') !== (c0 !== undefined)) {
    throw new ShapeError({
      op: kind,
      node: namesOf(x, h0, c0),
      expected: kind === 'lstm' ? 'a cell state c0' : 'no cell state',
      got: c0 ? describeShape(c0.shape) : 'none',
      remedy: 'Only an LSTM has a cell state: give c0 with `lstm` and leave it out otherwise.',
    });
  }
  check(kind, x, layers, c0 ? [h0, c0] : [h0]);
  const each = layers.map(() => 1);
  const firstH = split(h0, 0, each);
  const firstC = c0 && split(c0, 0, each);
  const flat = h0.shape.slice(1);
  let sequence = permute(x, [1, 0, 2]);
  const states = layers.map((layer, index) => {
    const first = {
      h: reshape(firstH[index]!, flat),
      c: firstC && reshape(firstC[index]!, flat),
    };
    const [outputs, last] = layerOver(kind, sequence, layer, first);
    sequence = outputs;
    return last;
  });
  return {
    y: permute(sequence, [1, 0, 2]),
    hN: stack(states.map(({ h }) => h)),
    ...(c0 && { cN: stack(states.map(({ c }) => c!)) }),
  };
}
