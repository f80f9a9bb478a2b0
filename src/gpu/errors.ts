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

/** No adapter, or the adapter gave no device. `code` is no_webgpu, no_adapter or device_refused. */
export class DeviceError extends BenchtopError {
  override readonly name = 'DeviceError';
}

/** A shader did not compile, or a pipeline was refused. */
export class PipelineError extends BenchtopError {
  override readonly name = 'PipelineError';
}

/**
 * What the GPU reported beside its results. `code` is gpu_validation, out_of_memory, gpu_internal,
 * gpu_readback, gpu_silent or device_lost; `fields.where` is the label of what it happened to.
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
