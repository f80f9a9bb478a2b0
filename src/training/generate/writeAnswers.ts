// Greedy answers to many prompts, in batches: to be held against the right ones. An encoder-decoder takes
// prompts of any lengths together; a decoder those of one length, since its positions count from the first token.
import type { ComputeContext } from '../../gpu/compute';
import type { EncodedExample } from '../objectives/exampleData';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { Decoder } from './decoder';
import type { Writer } from './decodeProgram';
import { SourceDecoder, type SourceWriter } from './sourceDecoder';
import { StopText } from './stopText';
import type { TokenGenerator } from './tokenGenerator';

/** Answers that are written side by side. */
const BATCH = 16;
/** Tokens between two looks at whether all answers are over. */
const CHUNK = 8;
/** An answer that is not over by then is cut: the longest right one, and half as much. */
const lengthFor = (longest: number): number => Math.ceil(1.5 * longest) + 1;

export type AnswerWriter =
  | ({ readonly kind: 'decoder' } & Writer)
  | ({ readonly kind: 'encoder_decoder' } & SourceWriter);

interface Prompted {
  readonly prompts: readonly (readonly number[])[];
  /** Tokens of an answer at most. */
  readonly longest: number;
}

/** What stands in front of an answer, and how long answers are. */
function promptedOf(kind: AnswerWriter['kind'], examples: readonly EncodedExample[]): Prompted {
  const isApart = kind === 'encoder_decoder';
  const prompts = examples.map(({ ids, secondAt }) => (isApart ? ids : ids.slice(0, secondAt)));
  const lengths = examples.map(({ ids, secondAt, target }) =>
    isApart ? (target?.length ?? 0) : ids.length - secondAt,
  );
  return { prompts, longest: lengthFor(Math.max(1, ...lengths)) };
}

/** Indices of prompts that can be answered together, at most BATCH of them. */
function batchesOf(prompts: Prompted['prompts'], kind: AnswerWriter['kind']): number[][] {
  const groups = new Map<number, number[]>();
  prompts.forEach(({ length }, index) => {
    const key = kind === 'decoder' ? length : 0;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / BATCH) }, (_, i) =>
      group.slice(i * BATCH, (i + 1) * BATCH),
    ),
  );
}

function open(
  context: ComputeContext,
  writer: AnswerWriter,
  { prompts }: Prompted,
  sequences: number,
): Promise<Decoder | SourceDecoder> {
  if (writer.kind === 'decoder') return Decoder.create(context, writer, sequences);
  const length = Math.max(1, ...prompts.map((ids) => ids.length));
  return SourceDecoder.create(context, writer, { sequences, length });
}

interface Voice {
  readonly tokenizer: Tokenizer;
  readonly endIds: readonly number[];
  readonly stop: readonly string[];
}

/** Texts in the order of the examples; fewer when `signal` ends it. */
export async function writeAnswers(
  context: ComputeContext,
  writer: AnswerWriter,
  examples: readonly EncodedExample[],
  voice: Voice,
  signal?: AbortSignal,
): Promise<string[]> {
  const prompted = promptedOf(writer.kind, examples);
  const texts: string[] = [];
  const batches = batchesOf(prompted.prompts, writer.kind);
  const sequences = Math.max(1, ...batches.map(({ length }) => length));
  const generator = await open(context, writer, prompted, sequences);
  try {
    for (const batch of batches) {
      if (signal?.aborted) return [];
      const rows = Array.from(
        { length: sequences },
        (_, row) => prompted.prompts[batch[row] ?? batch[0]!]!,
      );
      const written = await writeBatch(generator, rows, prompted.longest, voice);
      batch.forEach((index, row) => (texts[index] = written[row]!));
    }
    return texts;
  } finally {
    await generator.destroy();
  }
}

async function writeBatch(
  generator: TokenGenerator,
  prompts: Prompted['prompts'],
  longest: number,
  { tokenizer, endIds, stop }: Voice,
): Promise<string[]> {
  const texts = prompts.map(() => new StopText(tokenizer, stop, endIds));
  await generator.start(prompts);
  for (let made = 0; made < longest && generator.room > 0;) {
    const count = Math.min(CHUNK, longest - made, generator.room);
    const fresh = await generator.sample(count, made, { temperature: 0, seed: 0 });
    fresh.forEach((ids, row) => ids.forEach((id) => texts[row]!.push({ id })));
    made += count;
    if (texts.every(({ isOver }) => isOver)) break;
  }
  for (const text of texts) text.end();
  return texts.map(({ text }) => text.trim());
}
