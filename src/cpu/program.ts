// A recorded list of dispatches as calls in the linear memory: arguments are addresses by now.
import type { Program } from '../gpu/compute';
import type { BufferView, Dispatch, Param } from '../gpu/dispatch';
import { PipelineError } from '../gpu/errors';
import { ownTables, planMemory, type MemoryPlan } from '../gpu/plan';
import type { CpuBuffer } from './buffer';
import { constantsOf, ParamWords, Workspace, type CallScratch, type CpuCall } from './call';
import type { CpuEncoder } from './encoder';
import { CPU_FAMILIES } from './families';
import {
  BINDINGS,
  CALL_ARGS,
  CALL_BYTES,
  CALL_KERNEL,
  CALL_TASKS,
  CONSTANTS,
  MAX_BINDINGS,
  MAX_CONSTANTS,
  MAX_PARAMS,
  PARAMS,
} from './layout';
import type { CpuMemory } from './memory';

/** What a program needs of the device. */
interface Host {
  /** Functions of the module by name, as indices into its table. */
  readonly kernels: ReadonlyMap<string, number>;
  readonly buffers: CpuMemory;
  encoder(): CpuEncoder;
  send(encoder: CpuEncoder): void;
  /** Calls [from, to) of a list, to their end. */
  execute(list: number, from: number, to: number): void;
}

interface Lowered {
  readonly calls: readonly CpuCall[];
  readonly workspaceBytes: number;
  /** The first call of each dispatch, and the number of calls behind the last. */
  readonly firstCall: readonly number[];
}

/** @throws PipelineError shader_failed where the CPU has no kernel for a dispatch, by its name */
function lower(dispatches: readonly Dispatch[], kernels: ReadonlyMap<string, number>): Lowered {
  const calls: CpuCall[] = [];
  const firstCall: number[] = [];
  let workspaceBytes = 0;
  for (const dispatch of dispatches) {
    const workspace = new Workspace();
    firstCall.push(calls.length);
    calls.push(...callsOf(dispatch, workspace));
    workspaceBytes = Math.max(workspaceBytes, workspace.sizeBytes);
    for (const { kernel } of calls.slice(firstCall.at(-1))) {
      if (!kernels.has(kernel)) throw missing(dispatch, kernel);
    }
  }
  firstCall.push(calls.length);
  return { calls, workspaceBytes, firstCall };
}

function callsOf(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const { shader, bindings, params } = dispatch;
  const family = CPU_FAMILIES[shader.name];
  if (!family) throw missing(dispatch, shader.name);
  if (family.calls) return family.calls(dispatch, workspace);
  return [
    {
      kernel: shader.name,
      tasks: family.tasks!(new ParamWords(dispatch), dispatch),
      bindings: bindings.map(({ view }) => view),
      params,
      constants: constantsOf(dispatch, family.constants),
    },
  ];
}

function missing({ label }: Dispatch, kernel: string): PipelineError {
  const detail = `the CPU has no kernel ${kernel}`;
  const fields = { label, detail, file: kernel, line: 0 };
  return new PipelineError('shader_failed', `${label} did not compile: ${detail}.`, fields);
}

export class CpuProgram implements Program {
  readonly dispatches: readonly Dispatch[];
  readonly plan: MemoryPlan;
  readonly #host: Host;
  readonly #slots: CpuBuffer[] = [];
  /** Memory that no tensor is in; like WebGPU's uniforms it is not in the ledger. */
  readonly #own: { readonly address: number; readonly sizeBytes: number }[] = [];
  readonly #list: number;
  readonly #firstCall: readonly number[];

  constructor(host: Host, dispatches: readonly Dispatch[]) {
    this.#host = host;
    this.dispatches = dispatches;
    this.plan = planMemory(dispatches);
    const { calls, workspaceBytes, firstCall } = lower(dispatches, host.kernels);
    this.#firstCall = firstCall;
    const { buffers } = host;
    try {
      for (const { label, sizeBytes, kind } of this.plan.slots) {
        this.#slots.push(buffers.allocate(label, sizeBytes, kind));
      }
      const workspace = workspaceBytes > 0 ? this.#allocate('workspace', workspaceBytes) : 0;
      const listBytes = new DataView(new ArrayBuffer(Math.max(1, calls.length) * CALL_BYTES));
      calls.forEach((call, index) => this.#write(listBytes, index * CALL_BYTES, call, workspace));
      this.#list = this.#allocate('calls', listBytes.byteLength);
      buffers.linear.bytes.set(new Uint8Array(listBytes.buffer), this.#list);
    } catch (thrown) {
      this.destroy();
      throw thrown;
    }
  }

  get length(): number {
    return this.dispatches.length;
  }

  encode(encoder: CpuEncoder, from = 0, to = this.dispatches.length): void {
    const [first, end] = [this.#firstCall[from]!, this.#firstCall[to]!];
    encoder.add(() => this.#host.execute(this.#list, first, end));
  }

  run(): void {
    const encoder = this.#host.encoder();
    this.encode(encoder);
    this.#host.send(encoder);
  }

  memory(view: BufferView): { buffer: CpuBuffer; offsetBytes: number } {
    const slot = this.plan.slotOf.get(view.buffer);
    const buffer =
      slot === undefined ? this.#host.buffers.resident(view.buffer) : this.#slots[slot]!;
    return { buffer, offsetBytes: view.offsetBytes };
  }

  destroy(): void {
    const { buffers } = this.#host;
    for (const slot of this.#slots.splice(0)) buffers.free(slot);
    for (const buffer of ownTables(this.plan)) buffers.freeResident(buffer);
    for (const { address, sizeBytes } of this.#own.splice(0)) {
      buffers.linear.free(address, sizeBytes);
    }
  }

  #allocate(label: string, sizeBytes: number): number {
    const address = this.#host.buffers.linear.allocate(label, sizeBytes);
    this.#own.push({ address, sizeBytes });
    return address;
  }

  #addressOf(range: BufferView | CallScratch, workspace: number): number {
    if ('scratchOffset' in range) return workspace + range.scratchOffset;
    const { buffer, offsetBytes } = this.memory(range);
    return buffer.address + offsetBytes;
  }

  #write(target: DataView, at: number, call: CpuCall, workspace: number): void {
    const { kernel, tasks, bindings, params, constants } = call;
    if (
      bindings.length > MAX_BINDINGS ||
      params.length > MAX_PARAMS ||
      constants.length > MAX_CONSTANTS
    ) {
      throw new RangeError(`${kernel} has more arguments than a call has room for.`);
    }
    target.setUint32(at + CALL_KERNEL, this.#host.kernels.get(kernel)!, true);
    target.setUint32(at + CALL_TASKS, tasks, true);
    const args = at + CALL_ARGS;
    bindings.forEach((range, i) =>
      target.setUint32(args + BINDINGS + 4 * i, this.#addressOf(range, workspace), true),
    );
    params.forEach((param, i) => writeParam(target, args + PARAMS + 4 * i, param));
    constants.forEach((value, i) => target.setInt32(args + CONSTANTS + 4 * i, value, true));
  }
}

function writeParam(target: DataView, at: number, param: Param): void {
  if (typeof param === 'number') target.setUint32(at, param, true);
  else if ('f32' in param) target.setFloat32(at, param.f32, true);
  else target.setInt32(at, param.i32, true);
}
