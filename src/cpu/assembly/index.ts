// Everything that the module exports: how lists of calls are run, and the kernels by the names of
// their families (src/shaders), a list a room.
export { join, lead, run, serve, start, trapped } from './run';
export * from './attention';
export * from './ceilings';
export * from './elementwise';
export * from './layout';
export * from './linalg';
export * from './loss';
export * from './matmul';
export * from './norm';
export * from './optimizer';
export * from './quantize';
export * from './sampling';
