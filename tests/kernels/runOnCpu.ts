// Launchers on the CPU's kernels: three times with one thread and once with two, the same bits each time.
import type { ComputeContext } from '../../src/gpu/compute';
import type { BufferView, DispatchSink } from '../../src/gpu/dispatch';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { openNodeCpu } from '../../src/host/node/cpu';
import type { Data, TestGpu, Views } from './testGpu';

const persistent = (label: string, sizeBytes: number): BufferView =>
  wholeView(declareBuffer(label, Math.max(16, sizeBytes), 'data', true));

/** `scratch` and tensors are persistent: all of them can be looked at. */
class CpuSink extends Recorder {
  override scratch(label: string, sizeBytes: number): BufferView {
    return { ...persistent(label, sizeBytes), sizeBytes };
  }
}

function record<T extends Record<string, Data>>(
  context: ComputeContext,
  tensors: T,
  body: (sink: DispatchSink, views: Views<T>) => void,
): { sink: CpuSink; views: Views<T> } {
  const sink = new CpuSink(context.open.limits);
  const views = Object.fromEntries(
    Object.entries(tensors).map(([name, data]) => [name, sink.scratch(name, data.byteLength)]),
  ) as Views<T>;
  body(sink, views);
  return { sink, views };
}

async function runOn<T extends Record<string, Data>>(
  context: ComputeContext,
  tensors: T,
  body: (sink: DispatchSink, views: Views<T>) => void,
  rounds: number,
): Promise<T[]> {
  const { sink, views } = record(context, tensors, body);
  const program = await context.compile(sink.dispatches);
  const results: T[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [name, data] of Object.entries(tensors)) {
      context.buffers.write(views[name]!, data as Float32Array<ArrayBuffer>);
    }
    program.run();
    const read = Object.entries(tensors).map(async ([name, data]) => {
      const bytes = await context.buffers.read(views[name]!);
      return [name, new (data.constructor as Float32ArrayConstructor)(bytes)] as const;
    });
    results.push(Object.fromEntries(await Promise.all(read)) as unknown as T);
  }
  program.destroy();
  for (const buffer of program.plan.persistent) context.buffers.freeResident(buffer);
  for (const { buffer } of Object.values(views)) context.buffers.freeResident(buffer);
  return results;
}

export async function openTestCpu(): Promise<TestGpu> {
  const [one, two] = await Promise.all([openNodeCpu(1), openNodeCpu(2)]);
  const destroy = (): void => [one, two].forEach((context) => context.destroy());
  return {
    device: { destroy, features: new Set() } as unknown as GPUDevice,
    limits: one.open.limits,
    async run(tensors, body) {
      const results = [
        ...(await runOn(one, tensors, body, 3)),
        ...(await runOn(two, tensors, body, 1)),
      ];
      const [first, ...later] = results;
      for (const [round, result] of later.entries()) {
        for (const [name, data] of Object.entries(result)) {
          if (!bytesOf(data).equals(bytesOf(first![name]!))) {
            throw new Error(`${name} differs in run ${round + 2} of 4.`);
          }
        }
      }
      return first!;
    },
    async time(tensors, body, repeats = 9) {
      const { sink } = record(two, tensors, body);
      const program = await two.compile(sink.dispatches);
      const times: number[] = [];
      for (let round = 0; round < repeats + 2; round++) {
        const startMs = performance.now();
        program.run();
        if (round >= 2) times.push(performance.now() - startMs);
      }
      program.destroy();
      times.sort((a, b) => a - b);
      return { ms: times[times.length >> 1]!, cpuMs: times[0]!, dispatches: sink.dispatches };
    },
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Data): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
