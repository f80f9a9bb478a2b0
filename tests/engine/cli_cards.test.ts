// `finetune <card> --base <card>` against a hub on this machine, measured in the metrics of the benchmark.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../src/host/cli/lab';
import type { FinetuneResult } from '../../src/host/protocol/finetune';
import { matthews } from '../../src/training/evaluate/benchmarkMetrics';
import { asBuffers, openHub, type Hub } from '../support/loopbackHub';
import { gpt2Folder } from '../support/tinyModel';

/** Sorted by class; one of three is unacceptable, so that guessing the larger class is 67 % right. */
function rowsOf(split: string, count: number, label: (index: number) => number): Buffer {
  const labels = Array.from({ length: count }, (_, i) => label(i));
  const texts = labels.map((value, i) => `${value === 0 ? 'zzz' : 'aaa'} ${split[0]}${i}`);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'sentence', data: texts, type: 'STRING' },
        { name: 'label', data: labels.map(BigInt), type: 'INT64' },
      ],
    }),
  );
}

let hub: Hub;
beforeAll(async () => {
  const sorted = (count: number) => (i: number) => Number(i >= count / 3);
  const cola = new Map([
    ['cola/train-00000-of-00001.parquet', rowsOf('train', 90, sorted(90))],
    ['cola/validation-00000-of-00001.parquet', rowsOf('validation', 30, sorted(30))],
    ['cola/test-00000-of-00001.parquet', rowsOf('test', 30, () => -1)],
  ]);
  hub = await openHub({
    models: new Map([['openai-community/gpt2', await asBuffers(gpt2Folder())]]),
    datasets: new Map([['nyu-mll/glue', cola]]),
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(() => hub.close());

async function run(...args: string[]) {
  const printed: string[] = [];
  const reported: string[] = [];
  vi.stubEnv('HF_ENDPOINT', `${hub.address}/`);
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void printed.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text: unknown) => {
    reported.push(String(text));
  });
  const code = await main([...args, '--device', 'cpu']);
  return { code, printed: printed.join('\n'), reported: reported.join('\n') };
}

test('a card of GLUE and a card of a model: trained on one split, measured on the other', async () => {
  const settings = ['--base', 'gpt2', '--methods', 'full', '--seeds', '1', '--train', '60'];
  const { code, printed, reported } = await run('finetune', 'cola', ...settings, '--json');
  expect([code, reported]).toEqual([0, expect.stringContaining('held out: 30 of validation')]);
  expect(reported).toContain('classes: unacceptable, acceptable');
  const result = JSON.parse(printed) as FinetuneResult;
  expect(result).toMatchObject({ heldOut: 30, metrics: ['matthews'] });
  const { confusion } = result.live!.evals.at(-1)!.classes!;
  expect(confusion.map((row) => row[0]! + row[1]!)).toEqual([10, 20]);
  expect(result.runs[0]!.scores?.matthews).toBeCloseTo(matthews(confusion), 12);
});

test('what is no card, no split, or no file is told before a device is opened', async () => {
  expect(await run('finetune', 'cola', '--held-out', 'test')).toMatchObject({ code: 1 });
  expect(await run('finetune', 'wikitext-2')).toMatchObject({
    code: 2,
    reported: expect.stringContaining('plain text') as string,
  });
  const none = await run('finetune', 'no-such-card');
  expect([none.code, none.reported]).toEqual([2, expect.stringContaining('"cards"')]);
});
