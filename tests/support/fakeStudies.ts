// A distillation and a pruning study that look like real ones, for developing their pages.
import type {
  DistillCurve,
  DistillId,
  DistillRequest,
  DistillResult,
  DistillRow,
} from '../../src/host/protocol/distill';
import { temperatureFor } from '../../src/training/objectives/distillation/distillConfig';
import type { PruningPoint, PruningResult } from '../../src/host/protocol/pruning';
import type { TextFacts } from '../../src/host/protocol/studyText';
import { FAKE_TEXT } from './fakeComparison';
import type { StudyUpdate } from '../../src/host/protocol/study';

const CLASS_READS = {
  kind: 'examples',
  labels: ['good', 'bad'],
  labeled: 256,
  unlabeled: 2048,
  heldOut: 384,
} as const;
const CLASS_TEXT: TextFacts = {
  parts: [{ kind: 'examples', id: 'reviews' }],
  isOwn: true,
  tokens: null,
  bytes: null,
};
const SMALL = { n_layer: 1, n_embd: 64 };

type Row = readonly [DistillId, loss: number, kl: number, kilobytes: number, rate: number];

/** Of a classifier the rates are examples a second, and the shares are those that are right. */
const CLASS_ROWS: readonly Row[] = [
  ['teacher', 0.29, 0, 1145, 293],
  ['alone', 0.69, 0.66, 367, 718],
  ['distilled', 0.36, 0.12, 367, 720],
  ['distilled_int8', 0.361, 0.12, 221, 848],
];

const ROWS: readonly Row[] = [
  ['teacher', 1.38, 0, 1104, 488],
  ['alone', 2.89, 1.585, 340, 1366],
  ['distilled', 2.28, 0.812, 340, 1370],
  ['distilled_int8', 2.281, 0.812, 195, 1520],
];

function rowOf(
  [id, loss, kl, kilobytes, rate]: Row,
  seeds: readonly number[],
  isClassifier: boolean,
): DistillRow {
  const quality = (seed: number) =>
    ({
      loss: loss + 0.01 * seed,
      kl: { mean: kl },
      sameTop: 1 - kl / 3,
      ...(isClassifier && { accuracy: 1 - loss / 3 - 0.002 * seed }),
    }) as never;
  const bytes = kilobytes * 1000;
  const cost = { parameters: bytes / 4, diskBytes: bytes, weightBytes: bytes } as never;
  const speed = { prefill: { median: rate * 9 }, decode: { median: rate } } as never;
  const counted = id === 'teacher' ? [0] : seeds;
  return {
    id,
    honesty: 'executed',
    seeds: counted.map((seed) => ({ seed, quality: quality(seed) })),
    cost,
    speed: isClassifier ? null : speed,
    rates: isClassifier
      ? ({ single: { median: rate }, batch: { median: 3 * rate } } as never)
      : null,
    text: isClassifier
      ? null
      : ` there was a ${id} fox who lived by the old bridge and counted the river.`,
    error: null,
  };
}

export async function fakeDistillation(
  { teacherRun, distill }: DistillRequest,
  onUpdate: (update: StudyUpdate<'distill'>) => void,
): Promise<DistillResult> {
  const steps = distill.training.max_steps;
  const isClassifier = teacherRun.objectives !== undefined;
  const curves = distill.seeds.flatMap((seed) =>
    (['alone', 'distilled'] as const).map((id): DistillCurve => {
      const end = id === 'alone' ? 2.89 : 2.28;
      const points = [1, 2, 3, 4, 5, 6].map((i) => ({
        step: (i * steps) / 6,
        loss: end + 3 * Math.exp(-i * (1 + 0.05 * seed)),
      }));
      return { id, seed, points };
    }),
  );
  const method = {
    adapter: 'a fake',
    teacherName: teacherRun.name,
    teacherModel: 'gpt 2 × 96',
    teacherSteps: 900,
    text: isClassifier ? CLASS_TEXT : FAKE_TEXT,
    studentModel: 'gpt 1 × 64',
    config: { ...distill, temperature: temperatureFor(distill, SMALL) },
    reads: isClassifier
      ? CLASS_READS
      : ({
          kind: 'text',
          tokens: distill.tokens,
          windows: 1020,
          readyLogits: true,
          heldOutWindows: 64,
          windowTokens: 32,
          bytesPerToken: 2,
        } as const),
    startedAt: '2026-01-01T00:00:00.000Z',
  };
  const result = {
    method,
    rows: (isClassifier ? CLASS_ROWS : ROWS).map((row) => rowOf(row, distill.seeds, isClassifier)),
    curves,
  };
  const piece = { id: 'distilled', seed: 1 } as const;
  const time = { elapsedMs: 90_000, remainingMs: 30_000 };
  onUpdate({ progress: { phase: 'students', piece, share: 0.7, ...time }, result });
  await new Promise((resume) => setTimeout(resume, 1200));
  onUpdate({ progress: { phase: 'done', piece: null, share: 1, ...time }, result });
  return result;
}

export async function fakePruning(
  onUpdate: (update: StudyUpdate<'pruning'>) => void,
): Promise<PruningResult> {
  const points = (['layer', 'global'] as const).flatMap((scope) =>
    Array.from({ length: 10 }, (_, i): PruningPoint => {
      const amount = i / 10;
      const loss = 1.38 + (scope === 'layer' ? 2.2 : 1.7) * amount ** 3.5;
      const recoveredLoss =
        scope === 'layer' && [0, 2, 5, 8].includes(i) ? 1.37 + 0.4 * amount ** 3.5 : null;
      const diskBytes = 1_100_000 * (1 - 0.8 * amount);
      return { scope, amount, loss, standardError: 0.02, decodeTps: 500, diskBytes, recoveredLoss };
    }),
  );
  const result: PruningResult = {
    method: { modelName: 'Story GPT', trainedSteps: 900, text: FAKE_TEXT, timed: 'tokens' },
    denseLoss: 1.38,
    windows: 64,
    recoverySteps: 45,
    points,
    sensitivity: ['attn.c_attn', 'attn.c_proj', 'mlp.c_fc', 'mlp.c_proj'].map((name, i) => ({
      name: `transformer.h.0.${name}.weight`,
      parameters: 9216 * (i + 1),
      pruned: 0.02 * i,
      int4: 0.002 * i,
    })),
    calibration: (['int8_tensor', 'int4_32'] as const).flatMap((format) =>
      (['min_max', 'percentile', 'mse'] as const).map((calibration) => {
        const kl = format === 'int4_32' ? 0.01 : 0.00004;
        return { format, calibration, share: 0.95, loss: 1.38 + kl, kl, sameTop: 1 - kl };
      }),
    ),
  };
  const piece = null;
  const time = { elapsedMs: 60_000, remainingMs: 40_000 };
  onUpdate({ progress: { phase: 'recovery', piece, share: 0.6, ...time }, result });
  await new Promise((resume) => setTimeout(resume, 800));
  onUpdate({ progress: { phase: 'done', piece, share: 1, ...time }, result });
  return result;
}
