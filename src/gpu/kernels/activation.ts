// Activations on their own, where no matmul could take them in.
import backwardCode from '../../shaders/activation_backward.wgsl';
import forwardCode from '../../shaders/activation_forward.wgsl';
import activationLib from '../../shaders/lib/activation.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { ACTIVATIONS, type ActivationKind } from './matmul/matmul';
import { read, requireRoom, write } from './shapes';

export interface ActivationForward {
  readonly kind: ActivationKind;
  readonly inp: BufferView;
  readonly out: BufferView;
  readonly size: number;
}

export function activationForward(sink: DispatchSink, args: ActivationForward): void {
  const { kind, inp, out, size } = args;
  requireRoom('activation_forward', { inp: [inp, size], out: [out, size] });
  sink.dispatch({
    label: 'activation_forward',
    shader: { name: 'activation_forward', code: forwardCode, lib: [activationLib] },
    constants: { ACTIVATION: ACTIVATIONS[kind] },
    bindings: [read(inp), write(out)],
    params: [size],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 10 * size,
    bytes: 8 * size,
  });
}

export interface ActivationBackward {
  readonly kind: ActivationKind;
  readonly dout: BufferView;
  /** Values before the activation. */
  readonly inp: BufferView;
  readonly dinp: BufferView;
  readonly size: number;
}

export function activationBackward(sink: DispatchSink, args: ActivationBackward): void {
  const { kind, dout, inp, dinp, size } = args;
  requireRoom('activation_backward', { dout: [dout, size], inp: [inp, size], dinp: [dinp, size] });
  sink.dispatch({
    label: 'activation_backward',
    shader: { name: 'activation_backward', code: backwardCode, lib: [activationLib] },
    constants: { ACTIVATION: ACTIVATIONS[kind] },
    bindings: [read(dout), read(inp), write(dinp)],
    params: [size],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 15 * size,
    bytes: 12 * size,
  });
}
