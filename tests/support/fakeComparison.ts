// A comparison that looks like a real one, for developing its page.
import type { CompareResult, PositionText, VariantRow } from '../../src/host/protocol/compare';
import type { TextFacts } from '../../src/host/protocol/studyText';
import type { StudyUpdate } from '../../src/host/protocol/study';
import type { AdapterFacts } from '../../src/host/protocol/lab';
import type { EvalTaskFacts, EvalTaskFigures } from '../../src/host/protocol/evalTask';
import { defaultVariants } from '../../src/host/studies/compress/defaults';
import { checkVariants, honestyOf, isTraining } from '../../src/host/studies/compress/spec';
import type { VariantSpec, VariantSpecInput } from '../../src/host/protocol/variant';
import { gptSchema } from '../../src/training/run/modelConfig';
import type { LayerTimes } from '../../src/training/inspect/layerTimes';

type Given = readonly [
  VariantRow['id'],
  VariantRow['honesty'],
  steps: number,
  loss: number,
  kl: number,
  kilobytes: number,
  tokensPerSecond: number,
];

const GIVEN: readonly Given[] = [
  ['fp32', 'executed', 0, 1.81, 0, 1104, 640],
  ['fp16', 'executed', 0, 1.8101, 0.000002, 556, 700],
  ['int8', 'executed', 0, 1.8102, 0.00003, 448, 760],
  ['int8_dot', 'emulated', 0, 1.811, 0.0002, 448, 700],
  ['int4', 'executed', 0, 1.835, 0.012, 358, 890],
  ['low_rank', 'executed', 0, 2.31, 0.61, 659, 520],
  ['pruned', 'storage', 0, 1.82, 0.006, 955, 638],
  ['pruned_recovered', 'storage', 90, 1.8, 0.02, 955, 642],
  ['half_heads', 'executed', 90, 1.98, 0.2, 659, 880],
  ['half_layers', 'executed', 90, 2.1, 0.34, 657, 1120],
  ['control', 'executed', 90, 1.79, 0.018, 1104, 640],
  ['cpu', 'executed', 0, 1.81, 0, 1104, 210],
];

const CPU: AdapterFacts = {
  vendor: 'cpu',
  architecture: 'wasm-simd',
  device: 'CPU (8 threads)',
  description: 'WebAssembly, SIMD',
  software: true,
  threads: 8,
  f16: false,
  subgroups: false,
  subgroupSize: null,
  timestamps: false,
  dot4: false,
  maxBindingBytes: 2 ** 31,
  maxBufferBytes: 2 ** 31,
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
};

const MODEL = gptSchema.parse({
  family: 'gpt',
  n_layer: 2,
  n_head: 4,
  n_embd: 96,
  n_positions: 32,
});

/** Known ones as above; each further stage makes it smaller and a little worse. */
function givenOf({ id, stages }: VariantSpec): Given {
  const n = stages.length;
  const known = GIVEN.find(([name]) => name === id);
  const steps = 100 * stages.filter(isTraining).length;
  const guessed = [1.81 + 0.03 * n, 0.01 * n, 1104 * 0.72 ** n, 640 + 40 * n] as const;
  return known ?? [id, honestyOf(stages, false), steps, ...guessed];
}

const WORDS = 'Once upon a time there was a brave fox who lived by the old bridge .'.split(' ');

/** Batch sizes, and how many times as fast all of them are as one alone. */
const BATCHES = [
  [1, 1],
  [2, 1.9],
  [4, 3.4],
  [8, 5.1],
] as const;

const spread = (median: number) => ({
  n: 10,
  mean: median,
  std: median * 0.03,
  median,
  p25: median * 0.98,
  p75: median * 1.02,
  medianMove: median * 0.025,
});

const EVAL_TASKS: readonly EvalTaskFacts[] = [
  { id: 'story', name: null, kind: 'choice', questions: 100, chance: 0.5, cut: 12 },
  { id: 'own-1', name: 'mine.csv', kind: 'written', questions: 30, chance: null, cut: 0 },
];

/** The worse the loss, the more of a hundred answers are wrong. */
function evalTaskOf(id: string, kind: EvalTaskFacts['kind'], loss: number): EvalTaskFigures {
  const right = Array.from({ length: kind === 'choice' ? 100 : 30 }, (_, i) =>
    (i * 37) % 100 < 130 - 30 * loss ? 1 : 0,
  );
  const isChoice = kind === 'choice';
  return { id, right, rightByByte: isChoice ? right.toReversed() : null, macroF1: null };
}

/** Of a study that nobody chose a text for. */
export const FAKE_TEXT: TextFacts = {
  parts: [{ kind: 'corpus', id: 'story' }],
  isOwn: true,
  tokens: 2048,
  bytes: 4506,
};

const layersOf = (totalMs: number): LayerTimes => ({
  method: 'wall_clock',
  layers: [
    { kind: 'embedding', block: 0, elapsedMs: 0.05 * totalMs },
    { kind: 'block', block: 0, elapsedMs: 0.32 * totalMs },
    { kind: 'block', block: 1, elapsedMs: 0.33 * totalMs },
    { kind: 'head', block: 0, elapsedMs: 0.25 * totalMs },
    { kind: 'writing', block: 0, elapsedMs: 0.05 * totalMs },
  ],
});

function rowOf(spec: VariantSpec): VariantRow {
  const [id, honesty, recoverySteps, loss, kl, kilobytes, rate] = givenOf(spec);
  const bytes = kilobytes * 1000;
  const positions = WORDS.map((token, i): PositionText => {
    const differs = kl > 0.001 && i % 4 === 1;
    const probability = differs ? 0.2 : 0.7;
    const top = differs ? 'the' : token;
    return {
      token,
      top,
      referenceTop: token,
      probability,
      referenceProbability: 0.7,
      kl: differs ? kl * 3 : kl / 3,
    };
  });
  return {
    id,
    stages: spec.stages,
    place: spec.place,
    device: spec.place ?? 'gpu',
    model: null,
    honesty,
    recoverySteps,
    hasReadText: false,
    task: null,
    rates: null,
    bytes: { bitsPerByte: loss / 1.5, bitsPerByteError: 0.01 },
    quality: {
      tokens: 2048,
      loss,
      standardError: 0.02,
      perplexity: Math.exp(loss),
      perplexityError: 0.1,
      bitsPerByte: loss / 1.5,
      bitsPerByteError: 0.01,
      kl: { mean: kl, standardError: kl / 20, median: kl / 2, p99: kl * 6, max: kl * 20 },
      sameTop: 1 - kl / 2,
      deltaP: {
        mean: -kl / 10,
        rms: kl / 3,
        p1: -kl,
        p5: -kl / 2,
        p25: -kl / 5,
        median: 0,
        p75: kl / 5,
        p95: kl / 2,
        p99: kl,
      },
    },
    cost: {
      parameters: 276_096,
      diskBytes: bytes,
      memory: { weights: bytes, activations: 150_000 },
      memoryBytes: bytes + 150_000,
      weightBytes: bytes,
      layerBytes: 0.8 * bytes,
      flopsPerToken: 571_000,
      bytesPerToken: bytes,
    },
    speed: {
      prefill: spread(rate * 8),
      decode: spread(rate),
      shallow: spread(rate * 1.08),
      firstTokenMs: spread(3000 / rate),
      tokenMs: { p50: 1000 / rate, p90: 1300 / rate, p99: 2000 / rate },
      against:
        id === 'fp32'
          ? null
          : { ratio: 640 / rate, low: 620 / rate, high: 660 / rate, verdict: 'same' },
    },
    batches: BATCHES.map(([texts, gain]) => ({ texts, decode: spread(rate * gain) })),
    loadMs: 40,
    joules: null,
    roofline: { boundBy: 'memory', share: 0.11 },
    gpuStepMs: null,
    layers: { decode: layersOf(600 / rate), prefill: layersOf(2400 / rate) },
    evalTasks: EVAL_TASKS.map(({ id, kind }) => evalTaskOf(id, kind, loss)),
    text: ` there was a small ${id} who counted every bit of the river.`,
    positions,
    error: null,
  };
}

export async function fakeComparison(
  adapter: AdapterFacts,
  variants: readonly VariantSpecInput[] | undefined,
  onUpdate: (update: StudyUpdate<'compare'>) => void,
  isStopped: () => boolean,
): Promise<CompareResult> {
  const method = {
    devices: [
      { kind: 'gpu', adapter, ceilings: { gflops: 64, gigabytesPerSecond: 12 } },
      { kind: 'cpu', adapter: CPU, ceilings: { gflops: 30, gigabytesPerSecond: 9 } },
    ] as const,
    runName: 'Story GPT',
    model: 'gpt 2 × 96',
    trainedSteps: 900,
    text: FAKE_TEXT,
    seed: 1337,
    windows: 64,
    windowTokens: 32,
    choices: 512,
    bytesPerToken: 2.2,
    promptTokens: 16,
    singleTokens: 8,
    burstTokens: 8,
    texts: [2, 4, 8],
    watts: null,
    prompt: 'Once upon a time',
    temperature: 0.8,
    startedAt: '2026-01-01T00:00:00.000Z',
    evalTasks: EVAL_TASKS,
  };
  const rows: VariantRow[] = [];
  const result = () => ({ method, rows: [...rows], samples: [], harnessShare: 0.01 });
  const specs = checkVariants(variants ?? defaultVariants(MODEL, 'gpu'));
  for (const spec of specs) {
    if (isStopped()) break;
    await new Promise((resume) => setTimeout(resume, 60));
    rows.push(rowOf(spec));
    const share = rows.length / specs.length;
    const progress = {
      phase: 'variants' as const,
      piece: spec,
      share,
      elapsedMs: 60 * rows.length,
      remainingMs: 60,
    };
    onUpdate({ progress, result: result() });
  }
  const phase = isStopped() ? 'stopped' : 'done';
  const progress = { phase, piece: null, share: 1, elapsedMs: 600, remainingMs: 0 } as const;
  onUpdate({ progress, result: result() });
  return result();
}
