// What a kernel reads of its call. `args` is the address of the call's arguments.
import { BINDINGS, CONSTANTS, PARAMS } from '../layout';

/** Address of the memory bound at `index`. */
export function binding(args: usize, index: i32): usize {
  return load<u32>(args + (index << 2), BINDINGS);
}

export function param(args: usize, index: i32): i32 {
  return load<i32>(args + (index << 2), PARAMS);
}

export function paramF32(args: usize, index: i32): f32 {
  return load<f32>(args + (index << 2), PARAMS);
}

export function constant(args: usize, index: i32): i32 {
  return load<i32>(args + (index << 2), CONSTANTS);
}

export function constantF32(args: usize, index: i32): f32 {
  return load<f32>(args + (index << 2), CONSTANTS);
}

let own: usize = 0;

export function setScratch(address: usize): void {
  own = address;
}

/** SCRATCH_BYTES of memory that belong to this thread until the task ends. */
export function scratch(): usize {
  return own;
}
