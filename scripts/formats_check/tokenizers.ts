// Random tokenizer.json files and texts against the Rust library: ids, ids with special tokens of one text and of
// two, decoding, and the same text streamed.
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { createStreamDecoder } from '../../src/training/tokenizers/tokenizer';
import { Draw, emptyResult, type FormatCheck, type CheckResult } from './check';
import { ReferenceProcess, type Answers, type Attempt, type TextPair } from './referenceProcess';
import { textOf } from './texts';
import { tokenizerConfig } from './tokenizerConfigs';

const CONFIGURATIONS = 10_000;
const TEXTS_EACH = 4;

export const tokenizers: FormatCheck = async ({
  seed,
  count = CONFIGURATIONS,
  tokenizers: folder,
}) => {
  const reference = new ReferenceProcess(folder);
  const result = emptyResult();
  for (let i = 0; i < count; i++) {
    const draw = new Draw(seed * 1_000_003 + i);
    const json = tokenizerConfig(draw);
    const texts = Array.from({ length: TEXTS_EACH }, (): TextPair => [
      textOf(draw),
      textOf(draw, 4),
    ]);
    const wanted = await reference.answers({ json: JSON.stringify(json) }, texts);
    const ours = attempt(() => new HuggingFaceTokenizer(json));
    texts.forEach(([text, pair], at) => {
      const want = wanted[at]!;
      const got = ours.value
        ? attempt(() => ourAnswers(ours.value!, want.value, text, pair))
        : ours;
      countAnswers(result, want, got, () => `#${i} ${JSON.stringify(text)} ${brief(json)}`);
    });
  }
  reference.close();
  return result;
};

/** Decoding is of the reference's ids, so that one fault is not shown twice. */
export function ourAnswers(
  tokenizer: HuggingFaceTokenizer,
  want: Answers | undefined,
  text: string,
  pair: string,
): Answers {
  const ids = [...tokenizer.encode(text)];
  const single = tokenizer.encodeForModel(text);
  const both = tokenizer.encodeForModel(text, { pair });
  const given = want?.ids ?? ids;
  const stream = createStreamDecoder(tokenizer);
  const streamed = given.map((id) => stream.push(id)).join('') + stream.end();
  const decoded = tokenizer.decode(given);
  if (streamed !== decoded)
    throw new Error(`streamed ${JSON.stringify(streamed)}, decoded ${JSON.stringify(decoded)}`);
  return {
    ids,
    withSpecial: [...single.ids],
    typeIds: [...single.typeIds],
    pairIds: [...both.ids],
    pairTypeIds: [...both.typeIds],
    decoded,
    skipped: tokenizer.decode(given, { skipSpecial: true }),
  };
}

export function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): { error: string } {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return {
    error:
      typeof code === 'string' && code !== 'GenericFailure'
        ? `${code}: ${String(message)}`
        : `UNTYPED ${String(message)}`,
  };
}

export function countAnswers(
  result: CheckResult,
  want: Attempt<unknown>,
  got: Attempt<unknown>,
  describe: () => string,
): void {
  if (got.error?.startsWith('UNTYPED')) result.differences.push(`${got.error} ${describe()}`);
  else if (got.error !== undefined) {
    if (want.error !== undefined) {
      result.bothFailed += 1;
      return;
    }
    result.refused += 1;
    const reason = got.error.slice(0, 110);
    result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + 1);
  } else if (want.error !== undefined) {
    // The reference fails where there is a sensible answer: nothing to compare with.
    result.bothFailed += 1;
  } else if (JSON.stringify(want.value) === JSON.stringify(got.value)) result.agreed += 1;
  else
    result.differences.push(
      `${firstDifference(want.value as Answers, got.value as Answers)} ${describe()}`,
    );
}

function firstDifference(want: Answers, got: Answers): string {
  const key = (Object.keys(want) as (keyof Answers)[]).find(
    (name) => JSON.stringify(want[name]) !== JSON.stringify(got[name]),
  );
  return key ? `${key}: ${JSON.stringify(got[key])}, ${JSON.stringify(want[key])} were due;` : '';
}

function brief(json: Record<string, unknown>): string {
  const { vocab: _, merges: __, ...model } = json.model as Record<string, unknown>;
  return JSON.stringify({ ...json, model });
}
