// Where the numbers lie that the executor (TypeScript) and the kernels (AssemblyScript) exchange in
// the shared memory. Plain constants: both languages read this file. Offsets are in bytes.

/** One call of a kernel: header, addresses of its bindings, `Params` words, constants. */
export const CALL_BYTES = 256;
export const CALL_KERNEL = 0;
export const CALL_TASKS = 4;
/** The next task that no thread has taken yet. */
export const CALL_NEXT = 8;
export const CALL_ARGS = 16;

/** Within the arguments that a kernel is given. */
export const BINDINGS = 0;
export const MAX_BINDINGS = 12;
export const PARAMS = 48;
export const MAX_PARAMS = 32;
export const CONSTANTS = 176;
export const MAX_CONSTANTS = 16;

/** The words by which threads wait for each other. */
export const CONTROL_BYTES = 256;
export const GENERATION = 0;
export const LIST = 4;
export const FROM = 8;
export const TO = 12;
export const THREADS = 16;
export const ARRIVED = 20;
export const PHASE = 24;
export const FAILED = 28;
export const STOPPED = 32;
/** Grows with every task that is taken, by any thread. */
export const PROGRESS = 36;
/** Serving threads that have joined; negative once the engine goes on without the others. */
export const JOINED = 40;

/** What FAILED holds. */
export const TRAPPED = 1;
export const SILENT = 2;

/** Workspace of each thread. */
export const SCRATCH_BYTES = 1048576;
