// Writing text: a prompt is read, then one token after another, greedily, one sequence. Each token is
// in the CPU's hands before the next one is asked for, as when somebody reads along.
import type { DecodeJob, Engine } from './engine';
import { gptBatch, gptWeights, WRITER } from './cases';
import type { OpenCeiling } from '../src/gpu/ceilings';
import { besideCeiling } from './besideCeiling';
import { elapsedMs, statsOf, type Rounds, type Stats } from './measure';
import { decodeError, type DecodeInputs } from './reference/decode';

const PROMPT_TOKENS = 64;
const NEW_TOKENS = 24;
/** A slow writer stops early, with so many tokens, after so long; its later ones would be no faster. */
const LEAST_TOKENS = 4;
const LONG_MS = 8000;
/** Logits far enough apart that engines agree on the likeliest token. */
const WEIGHTS_STD = 0.05;

export interface DecodeResult {
  readonly engine: string;
  /** Why there is no figure. */
  readonly error?: string;
  readonly msAToken?: Stats;
  readonly tokensPerS?: number;
  /** Weights that a token needs, each read once. */
  readonly GBps?: number;
  /** From the prompt to the first token in the CPU's hands. */
  readonly firstTokenMs?: Stats;
  readonly ok?: boolean;
  readonly worst?: number;
}

function decodeInputs(): DecodeInputs {
  const rows = { ...WRITER, batch: 1 };
  const prompt = [...gptBatch(rows).x.subarray(0, PROMPT_TOKENS)];
  return { config: WRITER, weights: gptWeights(WRITER, WEIGHTS_STD), prompt };
}

/** Of the positions one row is read, of everything else all. */
const tokenBytes = ({ weights }: DecodeInputs): number =>
  Object.entries(weights).reduce(
    (sum, [name, { data }]) => sum + (name === 'wpe' ? 0 : data.byteLength),
    0,
  );

interface Writer {
  readonly engine: Engine;
  readonly job: DecodeJob;
  readonly worst: number;
  readonly first: number[];
}

async function write(job: DecodeJob, prompt: readonly number[]) {
  const tokens: number[] = [];
  await job.reset();
  const firstMs = await elapsedMs(async () => {
    tokens.push(await job.prefill(Int32Array.from(prompt)));
  });
  const from = performance.now();
  const goesOn = (): boolean =>
    tokens.length < LEAST_TOKENS ||
    (tokens.length < NEW_TOKENS && performance.now() - from < LONG_MS);
  while (goesOn()) tokens.push(await job.next(tokens.at(-1)!));
  const restMs = performance.now() - from;
  return { tokens, firstMs, msAToken: restMs / (tokens.length - 1) };
}

export async function decodeResults(
  engines: readonly Engine[],
  rounds: Rounds,
  copy: OpenCeiling | null,
): Promise<{ results: DecodeResult[]; ceiling: Stats | undefined }> {
  const inputs = decodeInputs();
  const writers: Writer[] = [];
  const failures: DecodeResult[] = [];
  /** The reference takes seconds, and engines mostly write the same. */
  const errors = new Map<string, number>();
  for (const engine of engines) {
    try {
      const job = await engine.decode?.(inputs.config, inputs.weights);
      if (!job) continue;
      const { tokens } = await write(job, inputs.prompt);
      const text = tokens.join(' ');
      const worst = errors.get(text) ?? decodeError(inputs, tokens);
      errors.set(text, worst);
      writers.push({ engine, job, worst, first: [] });
    } catch (error) {
      failures.push({ engine: engine.name, error: String(error).slice(0, 300) });
    }
  }
  const { samples, rates } = await besideCeiling(
    writers,
    async ({ job, first }) => {
      const { firstMs, msAToken } = await write(job, inputs.prompt);
      first.push(firstMs);
      return msAToken;
    },
    rounds,
    copy,
  );
  const results = writers.map((writer): DecodeResult => {
    const { engine, worst, first } = writer;
    const msAToken = statsOf(samples.get(writer)!);
    return {
      engine: engine.name,
      msAToken,
      tokensPerS: 1000 / msAToken.median,
      GBps: tokenBytes(inputs) / msAToken.median / 1e6,
      firstTokenMs: statsOf(first),
      ok: worst <= 1,
      worst,
    };
  });
  for (const { job } of writers) await job.dispose?.();
  return { results: [...results, ...failures], ceiling: rates };
}
