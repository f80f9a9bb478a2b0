// Compiles the hot kernels on the driver at hand and prints one line of JSON for each pipeline: its kernel, and what
// the layer has written of it. Started by scripts/shader_stats.ts.
import { existsSync, readFileSync } from 'node:fs';
import { openDevice } from '../../src/gpu/device';
import { PipelineCache, pipelineKey } from '../../src/gpu/pipelines';
import { Recorder } from '../../src/gpu/recorder';
import { openNodeGpu } from '../../src/host/node/drivers';
import { hotKernels } from './hotKernels';

/** What a driver says of one pipeline. */
export interface PipelineStats {
  readonly kernel: string;
  readonly subgroupSize: number;
  readonly stats: Readonly<Record<string, number>>;
}

export async function main([written = '']: string[]): Promise<number> {
  const { device, limits: found, faults } = await openDevice(openNodeGpu());
  const pipelines = new PipelineCache(device, faults);
  // The driver runs nothing, but it compiles for a GPU.
  const limits = { ...found, software: false };
  const seen = new Set<string>();
  let read = 0;
  for (const { name, record } of hotKernels(limits)) {
    const recorder = new Recorder(limits);
    record(recorder, (elements) =>
      recorder.temporary('x', Math.max(256, elements * 4), 'activations'),
    );
    for (const dispatch of recorder.dispatches) {
      const key = pipelineKey(dispatch);
      if (seen.has(key)) continue;
      seen.add(key);
      await pipelines.get(dispatch);
      const bytes = existsSync(written) ? readFileSync(written) : Buffer.alloc(0);
      const rows = bytes.subarray(read).toString().split('\n').filter(Boolean);
      read = bytes.length;
      for (const row of rows.map((line) => JSON.parse(line) as Omit<PipelineStats, 'kernel'>)) {
        const kernel = name.startsWith('matmul') ? name : `${name} · ${dispatch.label}`;
        if (row.stats) console.log(JSON.stringify({ ...row, kernel }));
      }
    }
  }
  return 0;
}
