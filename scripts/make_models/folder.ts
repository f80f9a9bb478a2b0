// public/models: a folder a model, and the index of them all.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReadyExperiment } from '../../src/experiments/ready/readyExperiment';
import { cardFile, inOrder } from '../../src/host/models/ready/cardFile';
import type { Made } from '../../src/host/models/ready/makeReady';
import { READY_FOLDER, READY_INDEX } from '../../src/host/models/readyModels';
import type { ReadyEntry, ReadyIndex } from '../../src/host/protocol/ready';

const at = (...parts: readonly string[]): string => path.join('public', ...parts);

export const readIndex = (): ReadyIndex =>
  existsSync(at(READY_INDEX))
    ? (JSON.parse(readFileSync(at(READY_INDEX), 'utf8')) as ReadyIndex)
    : { models: [] };

export async function writeModel(
  experiment: ReadyExperiment,
  { entry, files }: Made,
): Promise<void> {
  const folder = at(READY_FOLDER, entry.id);
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) await rm(path.join(folder, file));
  for (const [name, blob] of files) await writeFile(path.join(folder, name), blob.stream());
  await writeCard(experiment, entry);
}

/** With its row in the index. */
export async function writeCard(experiment: ReadyExperiment, entry: ReadyEntry): Promise<void> {
  await writeFile(at(READY_FOLDER, entry.id, 'README.md'), cardFile(experiment, entry));
  const others = readIndex().models.filter(({ id }) => id !== entry.id);
  const index = { models: inOrder([...others, entry]) };
  await writeFile(at(READY_INDEX), `${JSON.stringify(index, null, 2)}\n`);
}
