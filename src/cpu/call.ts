// What a family of kernels is to the CPU: how a dispatch of it becomes calls of WebAssembly functions.
import type { BufferView, Dispatch, Param } from '../gpu/dispatch';

/** Memory that lives within one dispatch; all dispatches of a program share it. */
export interface CallScratch {
  /** Bytes from the start of the program's workspace. */
  readonly scratchOffset: number;
}

/** One call: `tasks` pieces of work that no order and no thread matters to. */
export interface CpuCall {
  /** The exported function. */
  readonly kernel: string;
  readonly tasks: number;
  readonly bindings: readonly (BufferView | CallScratch)[];
  readonly params: readonly Param[];
  /** Integers. */
  readonly constants: readonly number[];
}

/** The `Params` of a dispatch, by position. */
export class ParamWords {
  readonly #params: readonly Param[];

  constructor({ params }: Dispatch) {
    this.#params = params;
  }

  u32(index: number): number {
    const param = this.#params[index];
    if (typeof param !== 'number') throw new TypeError(`Params ${index} is no u32.`);
    return param;
  }
}

export interface CpuFamily {
  /** Names of the dispatch's constants, in the order in which the kernel reads them. */
  readonly constants?: readonly string[];
  /** Tasks of a family that is one call with the dispatch's own bindings and params. */
  readonly tasks?: (params: ParamWords, dispatch: Dispatch) => number;
  /** Families that need several calls, or other arguments. */
  readonly calls?: (dispatch: Dispatch, workspace: Workspace) => CpuCall[];
}

/** Hands out ranges of the workspace of one dispatch. */
export class Workspace {
  sizeBytes = 0;

  take(sizeBytes: number): CallScratch {
    const scratchOffset = this.sizeBytes;
    this.sizeBytes += Math.ceil(sizeBytes / 256) * 256;
    return { scratchOffset };
  }
}

/** Values of the named constants of a dispatch, as integers; booleans are 0 or 1, absent ones 0. */
export const constantsOf = (
  { constants = {} }: Dispatch,
  names: readonly string[] = [],
): number[] => names.map((name) => Number(constants[name] ?? 0));

/** Elements of a task, for kernels that treat each by itself. */
const ELEMENTS_A_TASK = 16_384;

export const elementTasks = (count: number): number =>
  Math.max(1, Math.ceil(count / ELEMENTS_A_TASK));

/** For kernels that treat each row by itself; as rowsATask in assembly/lib/tasks.ts. */
export const rowTasks = (rows: number, width: number): number =>
  Math.ceil(rows / Math.max(1, Math.floor(ELEMENTS_A_TASK / width)));
