// Which text or set of the user's something is: by its content, so that it is found again under any name.
import { DataError } from '../../training/data/errors';
import { Sha256 } from '../../training/data/sources/hash';
import { isBrought } from '../../training/data/corpora/corpora';
import { OWN_EXAMPLES } from '../../training/data/examples/exampleSets';
import type { DataConfig } from '../../training/run/config';
import type { ContentId, ExamplesConfig } from '../../training/run/finetuningConfig';
import type { OwnExamples } from '../protocol/examples';
import type { SuppliedText } from '../protocol/text';

interface OwnContents {
  readonly text?: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
}

const known = new WeakMap<object, Promise<ContentId>>();
const LONGEST_NAME = 255;
/** Between what is learned from and what is held out; no UTF-8 text has this byte. */
const SEAM = Uint8Array.of(0xff);

/** Each text is read once. @throws DataError aborted */
export const contentOf = (supplied: SuppliedText, signal?: AbortSignal): Promise<ContentId> =>
  once(supplied, () => read(partsOf(supplied), supplied.name, signal));

/** Of a set of examples. */
export const examplesContent = (own: OwnExamples): Promise<ContentId> =>
  once(own, () =>
    read([new Blob([JSON.stringify([own.labels, own.examples, own.heldOut])])], own.name),
  );

/** What is read, and of it the user's own text and set by their content, so that they are found again. */
export async function withContent(
  { content: _text, ...data }: DataConfig,
  { text, examples }: OwnContents,
  signal?: AbortSignal,
): Promise<DataConfig> {
  const isRead = [data, ...(data.more ?? [])].some(({ corpus }) => isBrought(corpus));
  const read = text && isRead && (await contentOf(text, signal));
  const set = examples && (await examplesContent(examples));
  const found = (one: ExamplesConfig): ExamplesConfig =>
    set && one.set === OWN_EXAMPLES ? { ...one, content: set } : one;
  return {
    ...data,
    ...(read && { content: read }),
    ...(data.examples && { examples: found(data.examples) }),
    ...(data.more_examples && { more_examples: data.more_examples.map(found) }),
  };
}

/** What of the user's own it names. */
export const contentsOf = ({ content, examples, more_examples: more = [] }: DataConfig) =>
  [content, examples?.content, ...more.map((one) => one.content)].filter(Boolean);

function once(source: object, find: () => Promise<ContentId>): Promise<ContentId> {
  const found = known.get(source) ?? find();
  known.set(source, found);
  found.catch(() => known.delete(source));
  return found;
}

function partsOf(supplied: SuppliedText): Blob[] {
  if ('text' in supplied) return [new Blob([supplied.text])];
  const { train, validation } = supplied;
  return validation ? [train, new Blob([SEAM]), validation] : [train];
}

async function read(
  parts: readonly Blob[],
  name: string,
  signal?: AbortSignal,
): Promise<ContentId> {
  const hash = new Sha256();
  for (const part of parts) {
    const reader = part.stream().getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (signal?.aborted) throw new DataError('aborted');
      hash.push(next.value);
    }
  }
  return { name: name.slice(0, LONGEST_NAME), sha256: hash.digest() };
}
