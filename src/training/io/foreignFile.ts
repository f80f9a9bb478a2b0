// What a file is that stands where another was expected: told by its first bytes, so that the message can
// name the cause instead of the symptom.
import { HuggingFaceError } from './huggingface/config';

const FIRST_BYTES = 256;
const MOST_QUOTED = 100;

const MAGIC: readonly (readonly [start: string, format: string])[] = [
  ['GGUF', 'GGUF'],
  ['PK\u0003\u0004', 'zip (as torch.save writes)'],
  ['\u0080\u0002', 'pickle'],
  ['\u0080\u0004', 'pickle'],
  ['\u0089HDF', 'HDF5'],
  ['\u001f\u008b', 'gzip'],
  ['7z\u00bc\u00af', '7z'],
];

const BAD_ENCODING: readonly (readonly [start: string, encoding: string])[] = [
  ['\u00ef\u00bb\u00bf', 'UTF-8 with a byte order mark'],
  ['\u00ff\u00fe', 'UTF-16'],
  ['\u00fe\u00ff', 'UTF-16'],
];

/** One character a byte. */
const startOf = async (blob: Blob): Promise<string> =>
  String.fromCharCode(...new Uint8Array(await blob.slice(0, FIRST_BYTES).arrayBuffer()));

/** @throws HuggingFaceError lfs_pointer | web_page | other_format */
export async function checkNotForeign(blob: Blob, file: string): Promise<void> {
  const start = await startOf(blob);
  if (start.startsWith('version https://git-lfs')) {
    throw new HuggingFaceError(
      'lfs_pointer',
      `${file} is a Git LFS pointer and not the file itself: run "git lfs pull" in the repository, or download the file from its page.`,
      { file, name: file },
    );
  }
  if (/^\s*<(?:!doctype|html|head|\?xml)/i.test(start)) {
    throw new HuggingFaceError(
      'web_page',
      `${file} is a web page and not the file itself: the download has saved a page of the site, often one that says "not found" or "sign in".`,
      { file, name: file },
    );
  }
  const found = MAGIC.find(([magic]) => start.startsWith(magic));
  if (found) {
    const fields = { file, format: found[1] };
    const text = `${file} is not what its name says: it looks like ${found[1]}.`;
    throw new HuggingFaceError('other_format', text, fields);
  }
}

/** What a server says in place of a file of numbers. @throws HuggingFaceError text_answer */
export async function checkNoText(blob: Blob, file: string): Promise<void> {
  const start = await startOf(blob);
  if (start.length < 8 || !/^[\t\n\r\x20-\x7e]+$/.test(start)) return;
  const text = start.trim().replaceAll(/\s+/g, ' ').slice(0, MOST_QUOTED);
  throw new HuggingFaceError(
    'text_answer',
    `${file} holds text in place of weights: "${text}". A download has saved what the server answered; download the file again, signed in where the model asks for it.`,
    { file, text },
  );
}

/** @throws HuggingFaceError json_encoding */
export async function checkEncoding(blob: Blob, file: string): Promise<void> {
  const start = await startOf(blob);
  const found = BAD_ENCODING.find(([mark]) => start.startsWith(mark));
  if (found) throw wrongEncoding(file, found[1]);
}

export const wrongEncoding = (file: string, encoding: string): HuggingFaceError =>
  new HuggingFaceError(
    'json_encoding',
    `${file} is ${encoding}; the files of a model are UTF-8 without a byte order mark. Save it again as UTF-8.`,
    { file, encoding },
  );
