// A finance writer that looks like a real one, for developing its page.
import type {
  WriterRequest,
  WriterResult,
  WriterRow,
  WriterStage,
} from '../../src/host/protocol/writer';
import type { StudyUpdate } from '../../src/host/protocol/study';
import { writerModelId } from '../../src/host/studies/writer/ids';

type Row = readonly [WriterStage, domain: number, general: number, kilobytes: number, rate: number];

const ROWS: readonly Row[] = [
  ['base', 10.24, 0.46, 1324, 6700],
  ['finetuned', 0.73, 8.1, 1324, 6700],
  ['alone', 1.31, 9.9, 486, 10600],
  ['distilled', 0.98, 9.6, 486, 10600],
  ['int8', 0.981, 9.6, 341, 9800],
];

const TEXT = '23.5%，达到211亿元。主要受益于出口订单增加，储能电池业务收入增长12.6%。管理层预计，';

function rowOf([id, domain, general, kilobytes, rate]: Row, seeds: readonly number[]): WriterRow {
  const loss = (of: number, seed: number) => ({ loss: of + 0.01 * seed, standardError: 0.01 });
  const counted = id === 'base' || id === 'finetuned' ? seeds.slice(0, 1) : seeds;
  return {
    id,
    modelId: writerModelId(id),
    seeds: counted.map((seed) => ({
      seed,
      domain: loss(domain, seed),
      general: loss(general, seed),
    })),
    parameters: kilobytes * 250,
    diskBytes: kilobytes * 1000,
    decode: { median: rate } as never,
    elapsedMs: 20_000,
    texts: ['，', '；', '。'].map((mark) => `${TEXT}${mark}`),
  };
}

export function fakeWriter(
  { prompt, distill }: WriterRequest,
  onUpdate: (update: StudyUpdate<'writer'>) => void,
): Promise<WriterResult> {
  const result: WriterResult = {
    prompt,
    method: {
      adapter: 'Fake GPU',
      baseName: 'General Chinese base',
      model: 'gpt 2 × 96',
      student: 'gpt 1 × 64',
      general: 'everyday_zh',
      domain: 'finance_zh',
      steps: { base: 600, finetuned: 500, student: 400 },
      studentTokens: 12_288,
      temperature: 2,
      alpha: 0.1,
      windows: 48,
      windowTokens: 96,
      startedAt: '2026-01-01T00:00:00.000Z',
    },
    rows: ROWS.map((row) => rowOf(row, distill.seeds)),
  };
  const progress = {
    phase: 'done',
    piece: null,
    share: 1,
    elapsedMs: 90_000,
    remainingMs: 0,
  } as const;
  onUpdate({ progress, result });
  return Promise.resolve(result);
}
