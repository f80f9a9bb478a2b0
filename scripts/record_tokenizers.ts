// node scripts/run.mjs scripts/record_tokenizers.ts --tokenizers FOLDER
// Writes case.json beside every tokenizer.json below tests/fixtures/formats: what the Rust library (npm package
// tokenizers in FOLDER) makes of a list of texts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ReferenceProcess } from './formats_check/referenceProcess';

const ROOT = 'tests/fixtures/formats';
const TEXTS = [
  'the cat',
  ' the  cat',
  'café naïve e\u0301',
  'Straße Ärger',
  '今天天气很好，我们去公园。',
  'Привет, мир!',
  'a-b--c wait... what?!',
  '12345 ١٢٣ ½ ² １２３',
  'emoji 😀👍🏽',
  'x\ty\n\nz',
  'a\u200bb\u00a0c\u3000d',
  '𠀀𠀁 rare',
  'tail ',
  '',
  "don't we'll I'M",
  'a<mask>b <mask> c',
  'yesterday Yesterday yesterdays',
  'ﬁ Ⅷ ㎏ ①',
  'İstanbul ΣΑΣ',
  'a b▁c',
  '日本カタカナ ｶﾞ',
  'कि हिन्दी',
  '\ufeffbom\u00ad',
];

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { tokenizers: { type: 'string' } } });
  const reference = new ReferenceProcess(values.tokenizers);
  for (const name of readdirSync(ROOT)) {
    const folder = path.join(ROOT, name);
    const json = readFileSync(path.join(folder, 'tokenizer.json'), 'utf8');
    const answers = await reference.answers(
      { json },
      TEXTS.map((text) => [text, 'the cat']),
    );
    const cases = answers.map(({ value, error }, i) => {
      if (!value) throw new Error(`${name}: ${error ?? ''}`);
      const { ids, withSpecial, typeIds, skipped } = value;
      return {
        text: TEXTS[i],
        ids,
        ids_with_special: withSpecial,
        type_ids: typeIds,
        decoded: skipped,
      };
    });
    const whole = { category: 'formats', kind: 'tokenizer', folder: '.', cases };
    writeFileSync(path.join(folder, 'case.json'), `${JSON.stringify(whole)}\n`);
  }
  reference.close();
  return 0;
}
