// A recurrent layer over whole sequences from a zero state, with torch.nn's parameter names.
import { constant } from '../ops/layout/constant';
import { GATES, rnn, type RnnKind } from '../ops/rnn';
import type { Tensor } from '../tensor';
import type { ParameterList, ParameterLookup } from './weights';

const nameOf = (prefix: string, part: string, layer: number): string =>
  `${prefix}.${part}_l${layer}`;

interface RecurrentShape {
  readonly cell: RnnKind;
  /** Width of what comes in. */
  readonly from: number;
  readonly width: number;
  readonly bias?: boolean;
}

/** `layer` numbers the layers of one torch.nn module. */
export function recurrentParameters(
  list: ParameterList,
  prefix: string,
  layer: number,
  { cell, from, width, bias = true }: RecurrentShape,
): void {
  const rows = GATES[cell] * width;
  const std = (3 * width) ** -0.5; // torch draws evenly from ±1/sqrt(width): the same variance
  list.layer(nameOf(prefix, 'weight_ih', layer), [rows, from], std);
  list.layer(nameOf(prefix, 'weight_hh', layer), [rows, width], std);
  if (!bias) return;
  list.constant(nameOf(prefix, 'bias_ih', layer), [rows], 0);
  list.constant(nameOf(prefix, 'bias_hh', layer), [rows], 0);
}

/** x [B, T, I] → [B, T, H]. */
export function recurrentLayer(
  parameter: ParameterLookup,
  x: Tensor,
  cell: RnnKind,
  prefix: string,
  layer: number,
): Tensor {
  const get = (part: string): Tensor | undefined => parameter(nameOf(prefix, part, layer));
  const weights = {
    weightIh: get('weight_ih')!,
    weightHh: get('weight_hh')!,
    biasIh: get('bias_ih'),
    biasHh: get('bias_hh'),
  };
  const zero = constant([1, x.shape[0]!, weights.weightHh.shape[1]!], 0);
  return rnn(cell, x, [weights], zero, cell === 'lstm' ? zero : undefined).y;
}
