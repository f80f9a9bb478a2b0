// Gated linear units: out = f(gate) * up. SwiGLU with silu, GEGLU with a gelu (Shazeer 2020).
import backwardCode from '../../shaders/swiglu_backward.wgsl';
import forwardCode from '../../shaders/swiglu_forward.wgsl';
import activationLib from '../../shaders/lib/activation.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { ACTIVATIONS, type ActivationKind } from './matmul/matmul';
import { read, requireRoom, write } from './shapes';

export interface SwigluForward {
  readonly gate: BufferView;
  readonly up: BufferView;
  readonly out: BufferView;
  readonly size: number;
  readonly kind?: ActivationKind | undefined;
}

export function swigluForward(sink: DispatchSink, args: SwigluForward): void {
  const { gate, up, out, size, kind = 'silu' } = args;
  requireRoom('swiglu_forward', { gate: [gate, size], up: [up, size], out: [out, size] });
  sink.dispatch({
    label: 'swiglu_forward',
    shader: { name: 'swiglu_forward', code: forwardCode, lib: [activationLib] },
    constants: { ACTIVATION: ACTIVATIONS[kind] },
    bindings: [read(gate), read(up), write(out)],
    params: [size],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 6 * size,
    bytes: 12 * size,
  });
}

export interface SwigluBackward {
  readonly dout: BufferView;
  readonly gate: BufferView;
  readonly up: BufferView;
  readonly dgate: BufferView;
  readonly dup: BufferView;
  readonly size: number;
  readonly kind?: ActivationKind | undefined;
}

export function swigluBackward(sink: DispatchSink, args: SwigluBackward): void {
  const { dout, gate, up, dgate, dup, size, kind = 'silu' } = args;
  requireRoom('swiglu_backward', {
    dout: [dout, size],
    gate: [gate, size],
    up: [up, size],
    dgate: [dgate, size],
    dup: [dup, size],
  });
  sink.dispatch({
    label: 'swiglu_backward',
    shader: { name: 'swiglu_backward', code: backwardCode, lib: [activationLib] },
    constants: { ACTIVATION: ACTIVATIONS[kind] },
    bindings: [read(dout), read(gate), read(up), write(dgate), write(dup)],
    params: [size],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 14 * size,
    bytes: 20 * size,
  });
}
