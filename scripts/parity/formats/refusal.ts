// Folders of models that must be refused, or whose odd part must be named as left out. Where the case has no
// tokenizer, one of bytes stands in: it is not what the case is about.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { BenchtopError } from '../../../src/gpu/errors';
import { OWN_TOKENIZER_FILE } from '../../../src/training/io/exportTokenizer';
import { openFolder } from '../../../src/training/io/huggingface/modelFolder';
import { ByteTokenizer } from '../../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../../src/training/tokenizers/char';
import type { Runner } from '../case';

const TOKENIZERS = ['tokenizer.json', 'vocab.json', 'vocab.txt', OWN_TOKENIZER_FILE];

export const refusal: Runner = ({ folder: here, json }) => ({
  run: async () => {
    const folder = path.resolve(here, typeof json.folder === 'string' ? json.folder : '.');
    const problem = await acceptedInSilence(folder);
    return { worst: problem ? Infinity : 0, problems: problem ? [problem] : [] };
  },
});

async function acceptedInSilence(folder: string): Promise<string | null> {
  try {
    const { remarks } = await openFolder(filesOf(folder));
    return remarks.length > 0 ? null : 'the folder was opened, and nothing was said';
  } catch (thrown) {
    if (thrown instanceof BenchtopError) return null;
    return `an untyped error: ${String(thrown)}`;
  }
}

function filesOf(folder: string): Map<string, Blob> {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name !== 'case.json' && statSync(path.join(folder, name)).isFile())
      .map((name) => [name, new Blob([readFileSync(path.join(folder, name))])]),
  );
  if (!TOKENIZERS.some((name) => existsSync(path.join(folder, name))))
    files.set(OWN_TOKENIZER_FILE, new Blob([JSON.stringify(standIn(folder).toJSON())]));
  return files;
}

/** As many tokens as a small vocabulary has room for. */
function standIn(folder: string) {
  const text = readFileSync(path.join(folder, 'config.json'), 'utf8');
  const size = Number(/"vocab_size"\s*:\s*(\d+)/.exec(text)?.[1] ?? 256);
  const letters = 'abcdefghijklmnopqrstuvwxyz'.slice(0, Math.max(1, size));
  return size < 256 ? CharTokenizer.train(letters) : new ByteTokenizer();
}
