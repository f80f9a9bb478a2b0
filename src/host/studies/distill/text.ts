// Sequence-level distillation (Kim and Rush 2016): students read what the teacher writes.
import { randomUint32 } from '../../../training/data/random';
import { NO_TOKEN } from '../../../gpu/kernels/attention/sampleToken';
import { generationError } from '../../../training/generate/generationError';
import { Decoder } from '../../../training/generate/decoder';
import { SLOTS } from '../../../training/generate/decodeProgram';
import type { Comparable } from '../compare/contest/setup';
import { stored } from '../compress/variants';
import { DeviceStack } from '../deviceStack';
import type { DistillJob } from './work';

/** Batch size. */
const SEQUENCES = 8;
/** Each text goes on from so many tokens of the real one. */
const MOST_PROMPT = 8;

/** As many tokens as wanted, in texts of one window each, at temperature 1. */
export async function writeText(
  { context, progress, signal }: DistillJob,
  { trained, corpora: { train }, config }: Comparable,
  wanted: number,
): Promise<Int32Array<ArrayBuffer>> {
  progress.enter('writing');
  const { weights, model } = await stored(context, trained);
  const stack = new DeviceStack();
  await stack.add(weights);
  const writer = { model, parameter: weights.parameter };
  const decoder = await stack.add(Decoder.create(context, writer, SEQUENCES));
  const written = new Int32Array(wanted);
  const { seed } = config.training;
  const length = Math.min(MOST_PROMPT, model.contextLength >> 1) || 1;
  let at = 0;
  try {
    for (let round = 0; at < wanted && !signal.aborted; round++) {
      progress.tell(at / wanted);
      const texts = Array.from({ length: SEQUENCES }, (_, row) => {
        const uniform = randomUint32(seed, round, row) / 2 ** 32;
        const start = Math.floor(uniform * (train.length - length));
        return [...train.subarray(start, start + length)];
      });
      await decoder.start(texts);
      for (let made = 0; decoder.room > 0;) {
        const count = Math.min(SLOTS, decoder.room);
        const settings = { temperature: 1, seed: seed + 1 + round };
        const fresh = await decoder.sample(count, made, settings);
        if (fresh.flat().includes(NO_TOKEN)) throw generationError('generation_not_finite');
        fresh.forEach((tokens, row) => texts[row]!.push(...tokens));
        made += count;
      }
      for (const text of texts) {
        const part = text.slice(0, wanted - at);
        written.set(part, at);
        at += part.length;
      }
    }
    return written;
  } finally {
    await stack.destroy();
  }
}
