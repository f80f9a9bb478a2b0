// Writing text: a prompt is read, then one token after another, greedily, one sequence.
import type { DecodeInputs, DecodeJob, Engine } from './engine';
import { gptBatch, gptWeights, NANOGPT_CPU } from './cases';
import { elapsedMs, interleave, statsOf, type Rounds, type Stats } from './measure';
import { decodeError } from './reference/decode';

const PROMPT_TOKENS = 16;
const NEW_TOKENS = 40;

export interface DecodeResult {
  readonly engine: string;
  /** Why there is no figure. */
  readonly error?: string;
  readonly msAToken?: Stats;
  readonly tokensPerS?: number;
  /** From the prompt to the first token in the CPU's hands. */
  readonly firstTokenMs?: Stats;
  readonly ok?: boolean;
  readonly worst?: number;
}

function decodeInputs(): DecodeInputs {
  const config = NANOGPT_CPU;
  const prompt = [...gptBatch(config).x.subarray(0, PROMPT_TOKENS)];
  return { config, weights: gptWeights(config), prompt };
}

export async function decodeResults(
  engines: readonly Engine[],
  rounds: Rounds,
): Promise<DecodeResult[]> {
  const inputs = decodeInputs();
  const writers: { engine: Engine; job: DecodeJob; worst: number; first: number[] }[] = [];
  const results: DecodeResult[] = [];
  for (const engine of engines) {
    try {
      const job = await engine.decode?.(inputs);
      if (!job) continue;
      const worst = decodeError(inputs, await job.write(NEW_TOKENS));
      writers.push({ engine, job, worst, first: [] });
    } catch (error) {
      results.push({ engine: engine.name, error: String(error).slice(0, 300) });
    }
  }
  const samples = await interleave(
    writers,
    async ({ job, first }) => {
      const firstMs = await elapsedMs(() => job.write(1));
      const wholeMs = await elapsedMs(() => job.write(NEW_TOKENS));
      first.push(firstMs);
      return (wholeMs - firstMs) / (NEW_TOKENS - 1);
    },
    rounds,
  );
  for (const writer of writers) {
    const { engine, job, worst, first } = writer;
    const msAToken = statsOf(samples.get(writer)!);
    results.push({
      engine: engine.name,
      msAToken,
      tokensPerS: 1000 / msAToken.median,
      firstTokenMs: statsOf(first),
      ok: worst <= 1,
      worst,
    });
    await job.dispose?.();
  }
  return results;
}
