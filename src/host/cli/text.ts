// `--text`: what a study reads, as the command line names it.
import { CORPORA, isBrought } from '../../training/data/corpora/corpora';
import type { RunConfig } from '../../training/run/config';
import type { ChosenText } from '../protocol/studyText';
import { isOnDisk, readTextInNode } from '../node/files';
import { UsageError, type Call, type VerbOption } from './verb';

export const TEXT: VerbOption = {
  value: 'CORPUS|FILE',
  help: 'a built-in corpus or your own text; where left out, what the model was trained on',
};

const BUILT_IN = CORPORA.filter(({ kind }) => kind === 'grammar' || kind === 'asset');

/** @throws UsageError, DataError */
export async function textOf(call: Call): Promise<ChosenText | undefined> {
  const name = call.text('text');
  return name === undefined ? undefined : chosenText(name);
}

/** A built-in corpus, or a file. @throws UsageError, DataError */
export async function chosenText(name: string): Promise<ChosenText> {
  if (BUILT_IN.some(({ id }) => id === name)) return { data: { corpus: name } };
  if (isOnDisk(name)) return { data: { corpus: 'own_file' }, supplied: await readTextInNode(name) };
  const known = BUILT_IN.map(({ id }) => id).join(', ');
  throw new UsageError(`"${name}" is neither a file nor a corpus. Known: ${known}.`);
}

/** Whether an experiment learns from `--text`, so that it is its own. */
export const learnsFromText = ({ data }: Pick<RunConfig, 'data'>): boolean =>
  [data, ...(data.more ?? [])].some(({ corpus }) => isBrought(corpus));
