// RMSNorm with the residual sum in front of it, and its gradient.
import rowReduceLib from '../../shaders/lib/row_reduce.wgsl';
import backwardCode from '../../shaders/rmsnorm_backward.wgsl';
import forwardCode from '../../shaders/rmsnorm_forward.wgsl';
import { f32, foldGrid, type DispatchSink } from '../dispatch';
import {
  addDropped,
  dropGradient,
  normWeightBackward,
  rowsPerGroup,
  type NormBackward,
  type NormForward,
} from './norm';
import { read, requireRoom, rowTile, write } from './shapes';

export function rmsnormForward(sink: DispatchSink, args: NormForward): void {
  const { inp, residualDelta, sum, weight, out, rstd, rows, width, eps } = addDropped(sink, args);
  const count = rows * width;
  requireRoom('rmsnorm_forward', {
    inp: [inp, count],
    residualDelta: [residualDelta, count],
    sum: [sum, count],
    weight: [weight, width],
    out: [out, count],
    rstd: [rstd, rows],
  });
  const hasResidual = residualDelta !== undefined && sum !== undefined;
  const tile = rowTile(sink, width);
  sink.dispatch({
    label: 'rmsnorm_forward',
    shader: { name: 'rmsnorm_forward', code: forwardCode, lib: [rowReduceLib] },
    constants: { ...tile, RESIDUAL: hasResidual, WEIGHT: weight !== undefined },
    bindings: [
      read(inp),
      read(residualDelta ?? inp),
      read(weight ?? inp),
      write(hasResidual ? sum : sink.scratch('unused', 16)),
      write(out),
      write(rstd),
    ],
    params: [rows, width, f32(eps)],
    grid: foldGrid(Math.ceil(rows / tile.ROWS)),
    flops: 5 * count,
    bytes: 4 * (count * (hasResidual ? 4 : 2) + width + rows),
  });
}

export function rmsnormBackward(sink: DispatchSink, args: NormBackward): void {
  const { dout, inp, weight, rstd, dresidual, dinp, dweight, rows, width } = args;
  const { accumulate = false } = args;
  const count = rows * width;
  requireRoom('rmsnorm_backward', {
    dout: [dout, count],
    inp: [inp, count],
    weight: [weight, width],
    rstd: [rstd, rows],
    dresidual: [dresidual, count],
    dinp: [dinp, count],
    dweight: [dweight, width],
  });
  const tile = rowTile(sink, width);
  const rowsEach = rowsPerGroup(sink, rows);
  const groups = Math.ceil(rows / rowsEach);
  const partials = sink.scratch('rmsnorm_partials', dweight ? groups * width * 4 : 16);
  sink.dispatch({
    label: 'rmsnorm_backward',
    shader: { name: 'rmsnorm_backward', code: backwardCode, lib: [rowReduceLib] },
    constants: {
      ...tile,
      GROUP_ROWS: rowsEach,
      WEIGHT: weight !== undefined,
      RESIDUAL: dresidual !== undefined,
      PARTIALS: dweight !== undefined,
    },
    bindings: [
      read(dout),
      read(inp),
      read(weight ?? inp),
      read(rstd),
      read(dresidual ?? dout),
      write(dinp),
      write(partials),
    ],
    params: [rows, width],
    grid: foldGrid(groups),
    flops: 11 * count,
    bytes: 4 * (count * (dresidual ? 4 : 3) + width + rows + groups * width),
  });
  normWeightBackward(sink, {
    label: 'rmsnorm_weight_backward',
    partials,
    dweight,
    dbias: undefined,
    groups,
    width,
    sums: 1,
    accumulate,
  });
  dropGradient(sink, args);
}
