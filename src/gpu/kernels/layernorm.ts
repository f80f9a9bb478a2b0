// LayerNorm with the residual sum in front of it, and its gradient.
import backwardCode from '../../shaders/layernorm_backward.wgsl';
import forwardCode from '../../shaders/layernorm_forward.wgsl';
import rowReduceLib from '../../shaders/lib/row_reduce.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import {
  addDropped,
  dropGradient,
  normWeightBackward,
  rowsPerGroup,
  type NormBackward,
  type NormForward,
} from './norm';
import { read, requireRoom, rowTile, write } from './shapes';

export interface LayernormForward extends NormForward {
  /** [width]. */
  readonly bias?: BufferView | undefined;
  /** [rows]. */
  readonly mean: BufferView;
}

export function layernormForward(sink: DispatchSink, args: LayernormForward): void {
  const { inp, residualDelta, sum, weight, bias, out, mean, rstd, rows, width, eps } = addDropped(
    sink,
    args,
  );
  const count = rows * width;
  requireRoom('layernorm_forward', {
    inp: [inp, count],
    residualDelta: [residualDelta, count],
    sum: [sum, count],
    weight: [weight, width],
    bias: [bias, width],
    out: [out, count],
    mean: [mean, rows],
    rstd: [rstd, rows],
  });
  const hasResidual = residualDelta !== undefined && sum !== undefined;
  const tile = rowTile(sink, width);
  sink.dispatch({
    label: 'layernorm_forward',
    shader: { name: 'layernorm_forward', code: forwardCode, lib: [rowReduceLib] },
    constants: {
      ...tile,
      RESIDUAL: hasResidual,
      WEIGHT: weight !== undefined,
      BIAS: bias !== undefined,
    },
    bindings: [
      read(inp),
      read(residualDelta ?? inp),
      read(weight ?? inp),
      read(bias ?? inp),
      write(hasResidual ? sum : sink.scratch('unused', 16)),
      write(out),
      write(mean),
      write(rstd),
    ],
    params: [rows, width, f32(eps)],
    grid: foldGrid(Math.ceil(rows / tile.ROWS)),
    flops: 8 * count,
    bytes: 4 * (count * (hasResidual ? 4 : 2) + 2 * width + 2 * rows),
  });
}

export interface LayernormBackward extends NormBackward {
  readonly mean: BufferView;
  readonly dbias?: BufferView | undefined;
}

export function layernormBackward(sink: DispatchSink, args: LayernormBackward): void {
  const { dout, inp, weight, mean, rstd, dresidual, dinp, dweight, dbias, rows, width } = args;
  const { accumulate = false } = args;
  const count = rows * width;
  requireRoom('layernorm_backward', {
    dout: [dout, count],
    inp: [inp, count],
    weight: [weight, width],
    mean: [mean, rows],
    rstd: [rstd, rows],
    dresidual: [dresidual, count],
    dinp: [dinp, count],
    dweight: [dweight, width],
    dbias: [dbias, width],
  });
  const tile = rowTile(sink, width);
  const rowsEach = rowsPerGroup(sink, rows);
  const groups = Math.ceil(rows / rowsEach);
  const hasPartials = dweight !== undefined || dbias !== undefined;
  const partials = sink.scratch('layernorm_partials', hasPartials ? groups * 2 * width * 4 : 16);
  sink.dispatch({
    label: 'layernorm_backward',
    shader: { name: 'layernorm_backward', code: backwardCode, lib: [rowReduceLib] },
    constants: {
      ...tile,
      GROUP_ROWS: rowsEach,
      WEIGHT: weight !== undefined,
      RESIDUAL: dresidual !== undefined,
      PARTIALS: hasPartials,
    },
    bindings: [
      read(dout),
      read(inp),
      read(weight ?? inp),
      read(mean),
      read(rstd),
      read(dresidual ?? dout),
      write(dinp),
      write(partials),
    ],
    params: [rows, width],
    grid: foldGrid(groups),
    flops: 16 * count,
    bytes: 4 * (count * (dresidual ? 4 : 3) + width + 2 * rows + groups * 2 * width),
  });
  normWeightBackward(sink, {
    label: 'layernorm_weight_backward',
    partials,
    dweight,
    dbias,
    groups,
    width,
    sums: 2,
    accumulate,
  });
  dropGradient(sink, args);
}
