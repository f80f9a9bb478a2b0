// Whatever goes wrong on the GPU beside the results fails the work on it, once, with the first cause:
// errors of scopes (which know where), errors that no scope caught, a lost device, a silent one.
import type { DeviceFaults } from './compute';
import { BenchtopError, GpuError } from './errors';
import { SilenceWatch } from './silence';

const CODES = {
  validation: 'gpu_validation',
  'out-of-memory': 'out_of_memory',
  internal: 'gpu_internal',
} as const;
/** The innermost is popped first. */
const FILTERS = ['validation', 'internal', 'out-of-memory'] as const;

/** What a consequence may arrive before its cause, and a rejected promise before the news of a loss. */
const CAUSE_MS = 250;

const MESSAGES: Readonly<Record<string, string>> = {
  gpu_validation: 'The GPU refused',
  out_of_memory: 'The GPU has no memory left for',
  gpu_internal: 'The driver failed at',
  gpu_readback: 'The results could not be read back from',
  gpu_silent: 'The GPU no longer answers:',
  device_lost: 'The GPU was lost:',
};

/** `told`: the implementation's words, of which the first line says what, the others during which call. */
function gpuError(code: string, where: string, reported = ''): GpuError {
  const detail = reported.trim().split('\n')[0]!.replace(/\.+$/, '');
  const message = [`${MESSAGES[code]} ${where}`, detail].filter(Boolean).join(': ');
  return new GpuError(code, `${message}.`, { where, detail });
}

/** Native classes: the kinds that `popErrorScope` tells apart by its filter. */
function codeOf(error: GPUError): string {
  const { name } = error.constructor;
  if (name === 'GPUOutOfMemoryError') return CODES['out-of-memory'];
  return name === 'GPUInternalError' ? CODES.internal : CODES.validation;
}

const wordsOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Scope = Promise<GpuError | null>;

export class GpuFaults implements DeviceFaults {
  /** Resolves with the first fault, after which nothing on this device counts. */
  readonly failed: Promise<GpuError>;
  readonly silence: SilenceWatch;
  /** Resolves when everything submitted before it has run. */
  probe: () => Promise<unknown>;
  readonly #device: GPUDevice;
  readonly #scopes = new Set<Scope>();
  readonly #rejects = new Set<(error: GpuError) => void>();
  #collecting: Scope[] | null = null;
  #error: GpuError | null = null;
  #deciding: Promise<void> | null = null;
  #tellFailed!: (error: GpuError) => void;

  constructor(device: GPUDevice, isSoftware: boolean) {
    this.#device = device;
    this.failed = new Promise((resolve) => (this.#tellFailed = resolve));
    this.probe = () => device.queue.onSubmittedWorkDone();
    this.silence = new SilenceWatch({
      isSoftware,
      probe: () => this.probe(),
      onSilent: ({ where }) => this.#fail(gpuError('gpu_silent', where)),
    });
    device.addEventListener('uncapturederror', ({ error }) =>
      this.#suspect(gpuError(codeOf(error), 'queue', error.message)),
    );
    void device.lost.then(({ reason, message }) => {
      const error = gpuError('device_lost', reason, message);
      this.#fail(new GpuError(error.code, error.message, { ...error.fields, reason }));
    });
  }

  get error(): GpuError | null {
    return this.#error;
  }

  /** @throws GpuError what this device failed with */
  throwIfFailed(): void {
    if (this.#error) throw this.#error;
  }

  /**
   * Does `work` within error scopes, which end with it: it awaits nothing. What they catch goes to
   * `collected` around it, else it fails the device.
   */
  scoped<T>(where: string, work: () => T): T {
    for (const filter of FILTERS.toReversed()) this.#device.pushErrorScope(filter);
    try {
      return this.typed(where, work);
    } finally {
      const scope = this.#caught(
        where,
        FILTERS.map((filter) => [filter, this.#device.popErrorScope()] as const),
      );
      this.#scopes.add(scope);
      void scope.then(() => this.#scopes.delete(scope));
      if (this.#collecting) this.#collecting.push(scope);
      else void scope.then((error) => error && this.#suspect(error));
    }
  }

  /** What WebGPU throws at once, as what it would have told later. @throws GpuError */
  typed<T>(where: string, work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof BenchtopError) throw thrown;
      const code = thrown instanceof RangeError ? 'out_of_memory' : 'gpu_validation';
      throw gpuError(code, where, wordsOf(thrown));
    }
  }

  /** As `work`, once its scopes have been clear. @throws GpuError what the first of them caught */
  async collected<T>(work: () => T): Promise<T> {
    const scopes: Scope[] = [];
    const outer = this.#collecting;
    this.#collecting = scopes;
    let result: T;
    try {
      result = work();
    } finally {
      this.#collecting = outer;
    }
    const errors = await this.answer('error scopes', Promise.all(scopes));
    const error = errors.find((one) => one !== null);
    if (error) throw error;
    return result;
  }

  /** What the GPU promised. @throws GpuError where it rejects, never settles, or the device failed */
  async answer<T>(where: string, promise: Promise<T>, isCompiling = false): Promise<T> {
    // It may reject when nobody waits any more.
    promise.catch(() => undefined);
    this.throwIfFailed();
    const wait = this.silence.begin(where, isCompiling);
    let reject: (error: GpuError) => void;
    const failed = new Promise<never>((_resolve, rejects) => (reject = rejects));
    this.#rejects.add(reject!);
    try {
      return await Promise.race([promise, failed]);
    } catch (thrown) {
      if (isCompiling && !this.#error) throw thrown;
      throw await this.#causeOfRejection(where, thrown);
    } finally {
      this.silence.end(wait);
      this.#rejects.delete(reject!);
    }
  }

  /**
   * Resolves when all that was submitted has run and its errors, had there been any, were reported.
   * @throws GpuError
   */
  async settled(): Promise<void> {
    await this.answer('queue', this.#device.queue.onSubmittedWorkDone());
    this.#device.pushErrorScope('validation');
    await this.answer('error scopes', this.#device.popErrorScope());
    // Events are dispatched by tasks, promises settle before the next one.
    await delay(0);
    await this.verify();
  }

  setHidden(isHidden: boolean): void {
    this.silence.setHidden(isHidden);
  }

  /** No fault has been told so far. @throws GpuError */
  async verify(): Promise<void> {
    if (this.#scopes.size > 0) await this.answer('error scopes', Promise.all(this.#scopes));
    await this.#deciding;
    this.throwIfFailed();
  }

  /** What was submitted did not run. @throws GpuError always */
  async failStale(where: string): Promise<never> {
    await delay(CAUSE_MS);
    await this.#deciding;
    this.#fail(gpuError('gpu_validation', where, 'what was submitted did not run'));
    throw this.#error!;
  }

  async #caught(
    where: string,
    popped: readonly (readonly [keyof typeof CODES, Promise<GPUError | null>])[],
  ): Scope {
    const found = await Promise.all(
      popped.map(async ([filter, popping]) => {
        const error = await popping.catch(() => null);
        return error && gpuError(CODES[filter], where, error.message);
      }),
    );
    const errors = found.filter((one) => one !== null);
    // What fails for want of memory may be told to be invalid as well.
    return errors.find(({ code }) => code === 'out_of_memory') ?? errors[0] ?? null;
  }

  /** An invalid buffer is reported by all that use it: the scope in which it was made knows more. */
  #suspect(error: GpuError): void {
    if (this.#error || this.#deciding) return;
    const scopes = [...this.#scopes];
    if (scopes.length === 0) return this.#fail(error);
    this.#deciding = Promise.race([Promise.all(scopes), delay(CAUSE_MS)]).then((found) => {
      this.#fail(found?.find((one) => one !== null) ?? error);
    });
  }

  /** When the GPU process dies, promises reject before the loss is reported. */
  async #causeOfRejection(where: string, thrown: unknown): Promise<GpuError> {
    if (this.#error) return this.#error;
    await Promise.race([this.failed, delay(CAUSE_MS)]);
    await this.#deciding;
    this.#fail(gpuError('gpu_readback', where, wordsOf(thrown)));
    return this.#error!;
  }

  #fail(error: GpuError): void {
    if (this.#error) return;
    this.#error = error;
    this.silence.stop();
    for (const reject of this.#rejects) reject(error);
    this.#rejects.clear();
    this.#tellFailed(error);
  }
}
