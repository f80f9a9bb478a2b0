// The vocabulary of src/gpu: what a launcher hands to the recorder.
// A launcher never touches a device: it describes buffers and dispatches, which
// plan.ts places in memory, pipelines.ts compiles and replay.ts submits.

/** What a buffer is for; the byte ledger and the memory picture are split by it. */
export type MemoryKind =
  | 'weights'
  | 'gradients'
  | 'optimizer'
  | 'activations'
  | 'logits'
  | 'data'
  | 'workspace';

export const noMemory = (): Record<MemoryKind, number> => ({
  weights: 0,
  gradients: 0,
  optimizer: 0,
  activations: 0,
  logits: 0,
  data: 0,
  workspace: 0,
});

/** A buffer before it has memory. `persistent` ones keep their contents between replays. */
export interface VirtualBuffer {
  readonly id: number;
  readonly label: string;
  readonly sizeBytes: number;
  readonly kind: MemoryKind;
  readonly persistent: boolean;
  /**
   * Where its memory goes on in another GPU buffer: multiples of 256, ascending. Each such bank is
   * below the limit of one buffer; no binding crosses a cut.
   */
  readonly cutsBytes?: readonly number[];
  /** What a persistent buffer holds when it is made; zeros where left out. */
  readonly contents?: ArrayBufferView<ArrayBuffer>;
}

/** A range of a virtual buffer. `offsetBytes` is a multiple of 256. */
export interface BufferView {
  readonly buffer: VirtualBuffer;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** `write` covers every byte that is read later; `read_write` also reads what was there. */
export type Access = 'read' | 'write' | 'read_write';

export interface Binding {
  readonly view: BufferView;
  readonly access: Access;
}

/** A WGSL file's text as imported, with the texts of the `lib/` files that its prelude needs. */
export interface ShaderSource {
  /** Family name = file name without `.wgsl`. */
  readonly name: string;
  readonly code: string;
  readonly lib?: readonly string[];
}

/** One member of the `Params` uniform: a bare number is u32. */
export type Param = number | { readonly f32: number } | { readonly i32: number };

export interface Dispatch {
  /** Kernel name in labels, profiler rows and test titles, e.g. `softmax_forward`. */
  readonly label: string;
  readonly shader: ShaderSource;
  /** Entry point; `main` where it is left out. */
  readonly entry?: string;
  /** `const NAME = value;` lines of the prelude (register tiles, switches; booleans stay bool). */
  readonly constants?: Readonly<Record<string, number | boolean>>;
  /** `alias elem = f32|f16` of the prelude; left out where the shader names no `elem`. */
  readonly elem?: 'f32' | 'f16';
  /** `enable` lines of the prelude beyond f16 (which `elem` implies). */
  readonly enables?: readonly string[];
  readonly overrides?: Readonly<Record<string, number>>;
  /** In binding order: inputs, then outputs. The `Params` uniform takes the next number. */
  readonly bindings: readonly Binding[];
  readonly params: readonly Param[];
  /** Workgroups; fold anything above 65,535 with `foldGrid`. */
  readonly grid: readonly [number, number, number];
  /** Arithmetic and memory traffic of an ideal run, for the roofline. */
  readonly flops: number;
  readonly bytes: number;
}

/** Row-major: A is [m, k] ([k, m] when transA), B is [k, n] ([n, k] when transB). */
export interface MatmulShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transA: boolean;
  readonly transB: boolean;
  readonly batch: number;
  /** Elements from one batch to the next; 0 broadcasts (inputs only). */
  readonly strideA: number;
  readonly strideB: number;
  readonly strideOut: number;
}

/** What launchers write to. */
export interface DispatchSink {
  readonly limits: KernelLimits;
  dispatch(dispatch: Dispatch): void;
  /** A scratch buffer that lives inside the step. */
  scratch(label: string, sizeBytes: number): BufferView;
}

/** The adapter facts that may change which variant a launcher picks. */
export interface KernelLimits {
  readonly maxInvocations: number;
  readonly maxWorkgroupStorageBytes: number;
  readonly maxBindingBytes: number;
  readonly maxBufferBytes: number;
  readonly f16: boolean;
  readonly subgroupSize: number | null;
  /** CPU-run adapters (SwiftShader, lavapipe) prefer register tiles from global memory. */
  readonly software: boolean;
  /** Registers of 4 bytes that a lane has, where they are few: a kernel that needs more of them spills. */
  readonly laneRegisters?: number;
  /** WGSL language feature `packed_4x8_integer_dot_product`. */
  readonly dot4: boolean;
  /** What was measured on this adapter; launchers choose by rule where it has no opinion. */
  readonly choices?: VariantChoices;
}

export interface VariantChoices {
  /** `shapeClass`: see matmulShapeClass; `shape`: the very shape that asks. */
  choose(shapeClass: string, shape: MatmulShape): string | undefined;
}

const MAX_GROUPS = 65_535;

/** Folds a one-dimensional grid into x and y; kernels rebuild i = (y * num_workgroups.x + x). */
export function foldGrid(groups: number): [number, number, number] {
  if (groups <= MAX_GROUPS) return [Math.max(1, groups), 1, 1];
  const rows = Math.ceil(groups / MAX_GROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

export const f32 = (value: number): Param => ({ f32: value });
export const i32 = (value: number): Param => ({ i32: value });
