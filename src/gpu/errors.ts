// Errors of the engine: a code, fields, and an English sentence. The page translates by code.

/** Base of every error that Benchtop throws on purpose. */
export class BenchtopError extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: string, message: string, fields: Record<string, string | number> = {}) {
    super(message);
    this.name = 'BenchtopError';
    this.code = code;
    this.fields = fields;
  }
}

/** What does not fit while a graph or a dispatch is described, and what to do about it. */
export interface Misfit {
  /** The op or the kernel. */
  readonly op: string;
  /** Labels of the tensors or buffers that it was given: which node of the model this is. */
  readonly node: string;
  readonly expected: string;
  readonly got: string;
  /** A sentence. */
  readonly remedy: string;
}

/** Thrown while a graph or a dispatch is described, before anything runs. */
export class BuildError extends BenchtopError {
  override readonly name: string = 'BuildError';

  constructor(code: string, { op, node, expected, got, remedy }: Misfit) {
    const message = `${op} (${node}): expected ${expected}, got ${got}. ${remedy}`;
    super(code, message, { op, node, expected, got, remedy });
  }
}

/** An op or a kernel was given shapes that it can't take. */
export class ShapeError extends BuildError {
  override readonly name = 'ShapeError';

  constructor(misfit: Misfit) {
    super('shape_mismatch', misfit);
  }
}

/** A kernel was asked for a variant that it does not have for the shape. */
export const unknownVariant = (
  op: string,
  node: string,
  variant: string,
  admissible: readonly string[],
): BuildError =>
  new BuildError('unknown_variant', {
    op,
    node,
    expected: `one of the variants ${admissible.join(', ')}`,
    got: variant,
    remedy: 'Leave the variant out to let the kernel choose.',
  });

/** A device that cannot be had. `code` is no_webgpu, no_adapter, device_refused or cpu_refused. */
export class DeviceError extends BenchtopError {
  override readonly name = 'DeviceError';
}

/** A shader did not compile, or a pipeline was refused. */
export class PipelineError extends BenchtopError {
  override readonly name = 'PipelineError';
}

/**
 * What a device reported beside its results. `code` is gpu_validation, out_of_memory, gpu_internal,
 * gpu_readback, gpu_silent, device_lost, cpu_trap or cpu_thread_lost; `fields.where` is the label of
 * what it happened to.
 */
export class GpuError extends BenchtopError {
  override readonly name = 'GpuError';
}

/** What was asked for does not fit the adapter: `requiredBytes` against `limitBytes`. */
export class MemoryError extends BenchtopError {
  override readonly name = 'MemoryError';
}

export const tooLarge = (label: string, sizeBytes: number, limitBytes: number): MemoryError =>
  new MemoryError(
    'binding_too_large',
    `${label} needs ${sizeBytes} bytes in one piece; this adapter allows ${limitBytes}.`,
    { label, sizeBytes, limitBytes },
  );
