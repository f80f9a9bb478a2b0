// A GPU that refuses, as browsers' do: every device that it opens can be told to fail at the n-th call
// of a kind, counted from when it is armed. What is refused is really invalid, so that all that follows
// from it (errors in scopes, uncaptured ones, stale memory) is the implementation's own.

export type FaultKind =
  | 'buffer'
  | 'bind_group'
  | 'pipeline'
  | 'shader'
  | 'submit'
  | 'every_submit'
  | 'write'
  | 'map_rejects'
  | 'map_silent'
  | 'work_done_silent'
  | 'all_silent'
  | 'lost';

export interface Fault {
  readonly kind: FaultKind;
  /** Counted from 0. */
  readonly at: number;
}

export interface RefusingGpu {
  readonly gpu: GPU;
  /** Devices opened so far. */
  readonly opened: () => number;
  /** Fails the devices that are open and those that will be, until the fault has happened once. */
  arm(fault: Fault | null): void;
  /** When the armed fault happened; null before. */
  readonly happenedAt: () => number | null;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** `gpu` is changed in place: its adapters' devices are. */
export function refusing(gpu: GPU): RefusingGpu {
  let fault: Fault | null = null;
  let calls = 0;
  let happenedAt: number | null = null;
  let devices = 0;
  /** The device on which a lasting fault began: others are sound. */
  let victim: GPUDevice | null = null;

  /** Whether this call is the one that fails. */
  const strikes = (device: GPUDevice, ...kinds: FaultKind[]): boolean => {
    if (!fault || !kinds.includes(fault.kind)) return false;
    if (happenedAt !== null) return LASTING.has(fault.kind) && victim === device;
    if (calls++ < fault.at) return false;
    happenedAt = performance.now();
    victim = device;
    return true;
  };

  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (!adapter) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      devices += 1;
      refuse(device, strikes);
      return device;
    };
    return adapter;
  };
  return {
    gpu,
    opened: () => devices,
    arm(next) {
      [fault, calls, happenedAt, victim] = [next, 0, null, null];
    },
    happenedAt: () => happenedAt,
  };
}

const LASTING = new Set<FaultKind>([
  'every_submit',
  'map_silent',
  'work_done_silent',
  'all_silent',
]);

type Strikes = (device: GPUDevice, ...kinds: FaultKind[]) => boolean;

function refuse(device: GPUDevice, strikes: Strikes): void {
  const { queue } = device;
  const scopes = injectable(device);

  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = strikes(device, 'buffer')
      ? scopes.outOfMemory(() => createBuffer({ ...descriptor, usage: 0 }))
      : createBuffer(descriptor);
    const mapAsync = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (mode, offset, size) => {
      if (strikes(device, 'map_rejects'))
        return Promise.reject(new DOMException('Buffer was refused.', 'OperationError'));
      if (strikes(device, 'map_silent', 'all_silent')) return never();
      return mapAsync(mode, offset, size);
    };
    return buffer;
  };

  const createBindGroup = device.createBindGroup.bind(device);
  device.createBindGroup = (descriptor) =>
    createBindGroup(strikes(device, 'bind_group') ? { ...descriptor, entries: [] } : descriptor);

  const createPipeline = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    if (!strikes(device, 'pipeline')) return createPipeline(descriptor);
    return createPipeline({
      ...descriptor,
      compute: { ...descriptor.compute, entryPoint: 'there_is_no_such_entry' },
    });
  };

  const createShaderModule = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => {
    if (!strikes(device, 'shader')) return createShaderModule(descriptor);
    return createShaderModule({ ...descriptor, code: `${descriptor.code}\nthis is no WGSL` });
  };

  const submit = queue.submit.bind(queue);
  queue.submit = (commands) => {
    if (strikes(device, 'lost')) device.destroy();
    if (!strikes(device, 'submit', 'every_submit')) return submit(commands);
    submit([invalidCommands(device, scopes)]);
  };

  const writeBuffer = queue.writeBuffer.bind(queue);
  queue.writeBuffer = ((buffer: GPUBuffer, offset: number, ...rest: [GPUAllowSharedBufferSource]) =>
    writeBuffer(
      buffer,
      strikes(device, 'write') ? 2 ** 40 : offset,
      ...rest,
    )) as typeof writeBuffer;

  const workDone = queue.onSubmittedWorkDone.bind(queue);
  queue.onSubmittedWorkDone = () =>
    strikes(device, 'work_done_silent', 'all_silent') ? never() : workDone();
}

interface Injectable {
  /** Makes something invalid, and lets it be told as for want of memory. */
  outOfMemory<T>(make: () => T): T;
  /** Does something whose own validation error nobody hears of. */
  unheard<T>(make: () => T): T;
}

/** Error scopes into which errors of another kind than the implementation's can be put. */
function injectable(device: GPUDevice): Injectable {
  const open: { filter: GPUErrorFilter; error: GPUError | null }[] = [];
  const push = device.pushErrorScope.bind(device);
  const pop = device.popErrorScope.bind(device);
  device.pushErrorScope = (filter) => {
    open.push({ filter, error: null });
    return push(filter);
  };
  device.popErrorScope = async () => {
    const scope = open.pop();
    const error = await pop();
    return scope?.error ?? error;
  };
  const unheard = <T>(make: () => T): T => {
    push('validation');
    const made = make();
    pop().catch(() => undefined);
    return made;
  };
  return {
    unheard,
    outOfMemory(make) {
      const error = new GPUOutOfMemoryError('There is no memory left (injected).');
      const scope = open.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.error ??= error;
      else {
        const event = Object.assign(new Event('uncapturederror'), { error });
        device.dispatchEvent(event);
      }
      return unheard(make);
    },
  };
}

function invalidCommands(device: GPUDevice, scopes: Injectable): GPUCommandBuffer {
  return scopes.unheard(() => {
    const encoder = device.createCommandEncoder({ label: 'refused' });
    encoder.popDebugGroup();
    return encoder.finish();
  });
}
