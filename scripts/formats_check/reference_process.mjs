// A process of its own for the Rust library, which ends the process where it panics. It answers, message by message,
// what one tokenizer.json (a text, or a file that stays open) makes of texts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2] ?? '.'), 'x.js'));
const { Tokenizer } = require('tokenizers');
let opened = { source: '', tokenizer: null };

const failed = (error) => ({ error: String(error?.message ?? error) });

function open({ json, file }) {
  const source = file ?? json;
  if (opened.source !== source)
    opened = { source, tokenizer: Tokenizer.fromString(file ? readFileSync(file, 'utf8') : json) };
  return opened.tokenizer;
}

async function answers(tokenizer, [text, pair]) {
  const plain = await tokenizer.encode(text, null, { addSpecialTokens: false });
  const single = await tokenizer.encode(text, null, { addSpecialTokens: true });
  const both = await tokenizer.encode(text, pair, { addSpecialTokens: true });
  const ids = plain.getIds();
  return {
    ids,
    withSpecial: single.getIds(),
    typeIds: single.getTypeIds(),
    pairIds: both.getIds(),
    pairTypeIds: both.getTypeIds(),
    decoded: ids.length === 0 ? '' : await tokenizer.decode(ids, false),
    skipped: ids.length === 0 ? '' : await tokenizer.decode(ids, true),
  };
}

async function answer(request) {
  let tokenizer;
  try {
    tokenizer = open(request);
  } catch (error) {
    process.send(request.texts.map(() => failed(error)));
    return;
  }
  const all = [];
  for (const texts of request.texts) {
    try {
      all.push({ value: await answers(tokenizer, texts) });
    } catch (error) {
      all.push(failed(error));
    }
  }
  process.send(all);
}

process.on('message', (request) => void answer(request));
process.send('ready');
